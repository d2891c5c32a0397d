import { describe, expect, it } from 'vitest';
import { reportHtml } from './report-html.ts';

describe('a report', () => {
  const html = reportHtml({
    title: 'Overview <script>alert(1)</script>',
    lang: 'en',
    styles: 'p { color: red } /* </style><script>alert(2)</script> */',
    body: '<p class="screen">12</p>',
  });

  it('is one page that may load and run nothing', () => {
    expect(html).toContain(
      `content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"`,
    );
    expect(html).toContain('<p class="screen">12</p>');
    expect(html.match(/<\/style>/g)).toHaveLength(1);
  });

  it('writes names as text', () => {
    expect(html).toContain('<title>Overview &lt;script&gt;alert(1)&lt;/script&gt;</title>');
  });
});

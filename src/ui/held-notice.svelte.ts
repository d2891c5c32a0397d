import type { RunReport } from '../core/run/run-report.ts';
import { strings } from './strings.ts';

type Permission = NotificationPermission | 'unsupported';

/** Notifications of the browser about runs that need a person: asked for by a button, never assumed. */
export class HeldNotice {
  permission = $state<Permission>(
    typeof Notification === 'undefined' ? 'unsupported' : Notification.permission,
  );

  async ask(): Promise<void> {
    if (this.permission === 'unsupported') return;
    this.permission = await Notification.requestPermission();
  }

  /** Tells of a run that was held or warns, where that was allowed and the page is out of sight. */
  tell(report: RunReport): void {
    if (report.also) this.tell(report.also);
    const warns = report.findings.some(({ status }) => status === 'warn');
    if (report.status !== 'held' && !(report.status === 'published' && warns)) return;
    if (this.permission !== 'granted' || document.visibilityState !== 'hidden') return;
    const words = strings.gate.notice;
    const title = report.status === 'held' ? words.heldTitle : words.warnTitle;
    const notice = new Notification(title, { body: report.verdict, tag: 'homegrown-run' });
    notice.onclick = () => {
      window.focus();
      location.hash = report.status === 'held' ? '#/quality/held' : '#/quality';
    };
  }
}

import { mount } from 'svelte';
import { startWorkbench } from './rpc/start-workbench.ts';
import App from './ui/frame/App.svelte';
import './ui/tokens.css';
import './ui/base.css';
import './ui/print.css';

const target = document.getElementById('app');
if (!target) throw new Error('the page has no #app');
mount(App, { target, props: { workbench: startWorkbench() } });

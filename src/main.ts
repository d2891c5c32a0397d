import { mount } from 'svelte';
import { startWorkbench } from './rpc/start-workbench.ts';
import App from './ui/frame/App.svelte';
import './ui/styles.ts';

const target = document.getElementById('app');
if (!target) throw new Error('the page has no #app');
mount(App, { target, props: { workbench: startWorkbench() } });

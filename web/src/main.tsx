import { render } from 'preact';
import 'uplot/dist/uPlot.min.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/parts.css';
import './styles/pages.css';
import { App } from './app';
import { followLinks } from './router';
import { applyTheme } from './theme';

applyTheme();
document.addEventListener('click', followLinks);
render(<App />, document.getElementById('app')!);

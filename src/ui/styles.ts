// In this order: of two rules that are as specific, the later one counts.
import './tokens.css';
import './base.css';
import './controls.css';
import './surfaces.css';
import './print.css';

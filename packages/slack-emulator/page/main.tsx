import { render } from 'preact';
import { App } from './app.js';
import './styles/index.css';

const page = document.getElementById('page');
if (page !== null) render(<App />, page);

import { createRoot } from 'react-dom/client';
import './kit/kit.css';
import { giveMissingMethods } from './oldest-browser.ts';
import { App } from './shell/app.tsx';

giveMissingMethods();

const root = document.getElementById('root');
if (root) createRoot(root).render(<App />);

// Suites that move the clock of one host on, each from where the one before has left it.
// oxlint-disable import/no-unassigned-import
import './suites/clear-away.ts';
import './suites/evidence.ts';

// The suites stand in one file of tests because that is what shares a process: each file would load the CDK anew and
// synthesise the registry anew, which takes longer than all that is asked of the templates.
// oxlint-disable import/no-unassigned-import
import './suites/api.ts';
import './suites/app.ts';
import './suites/data.ts';
import './suites/drift.ts';
import './suites/environments.ts';
import './suites/events.ts';
import './suites/functions.ts';
import './suites/nag.ts';
import './suites/releases.ts';
import './suites/stacks.ts';
import './suites/workflows.ts';

// Suites that may share a host share it: a host takes seconds to start, and as many to tell the sample chain.
// oxlint-disable import/no-unassigned-import
// First: it counts while the sample chain is told.
import './suites/keys.ts';
import './suites/refusals.ts';
import './suites/story.ts';
import './suites/papers.ts';
// Before tenancy, which asks for an offer that it has made.
import './suites/parties.ts';
import './suites/tenancy.ts';
import './suites/credit.ts';
import './suites/caused.ts';
import './suites/offices.ts';
import './suites/people.ts';
import './suites/sheet-documents.ts';
import './suites/market.ts';
// It holds what all lists say before and after against each other.
import './suites/smoke.ts';
// It moves the clock on.
import './suites/load.ts';
// Last: it releases what the sample chain has consolidated.
import './suites/planning.ts';

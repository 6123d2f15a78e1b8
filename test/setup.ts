// A missed mock must not leave the machine: every SDK call without an explicit endpoint goes to a dead port.
process.env['AWS_REGION'] ??= 'us-east-1';
process.env['AWS_ACCESS_KEY_ID'] ??= 'test';
process.env['AWS_SECRET_ACCESS_KEY'] ??= 'test';
process.env['AWS_ENDPOINT_URL'] ??= 'http://127.0.0.1:9';
process.env['POWERTOOLS_LOG_LEVEL'] ??= 'SILENT';
process.env['REGISTRY_TABLE'] ??= 'registry';
process.env['AUDIT_TABLE'] ??= 'audit';

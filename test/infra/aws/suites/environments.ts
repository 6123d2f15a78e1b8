import { App } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { nameIn, targetOf } from '../../../../infra/aws/target.ts';
import { standard, Templates, violations } from '../kit.ts';

const plain = standard();
const named = new Templates({ environment: 'test' });

/** Names that stand fixed in templates, by what they are names of. */
const fixedNames = (templates: Templates): string[] =>
  templates.resources
    .flatMap(({ Type, Properties = {} }) =>
      Object.entries(Properties)
        .filter(
          ([key, value]) =>
            /^(Function|Table|Bucket|Queue|Topic|Role|StateMachine|Group|LogGroup|Dashboard|Alarm|Application)?Name$/.test(
              key,
            ) && typeof value === 'string',
        )
        // An alias, an event bus and a stage have names within what they belong to.
        .filter(() => !/Alias|Stage|WebACL|Policy$/.test(Type))
        .map(([, value]) => `${Type} ${String(value)}`),
    )
    .sort();

describe('an environment', () => {
  it('has the same stacks and resources as the registry without one, each stack under a name of its own', () => {
    expect([...named.whole.keys()]).toEqual(
      [...plain.whole.keys()].map((name) => name.replace(/^Registry/, 'Registry-env-test-')),
    );
    const counts = (of: Templates) => [...of.whole.values()].map(({ Resources }) => Object.keys(Resources).length);
    expect(counts(named)).toEqual(counts(plain));
  });

  it('shares no fixed name with the registry without one', () => {
    const [ours, theirs] = [fixedNames(named), new Set(fixedNames(plain))];
    expect(ours.length).toBeGreaterThan(8);
    expect(ours.filter((name) => theirs.has(name))).toEqual([]);
    for (const name of ours) expect(name).toMatch(/env-?test|registry-test/);
  });

  it('counts log lines apart from the registry without one', () => {
    const counted = (of: Templates) =>
      of
        .of('AWS::Logs::MetricFilter')
        .flatMap(({ Properties }) => Properties.MetricTransformations)
        .map((one) => `${one.MetricNamespace} ${one.MetricName}`);
    expect(counted(plain).length).toBeGreaterThan(1);
    expect(counted(named)).toEqual(counted(plain).map((name) => name.replace(' ', '-test ')));
  });

  it('refers to nothing of the registry without one', () => {
    const text = JSON.stringify([...named.whole.values()]);
    expect(text.match(/"Registry(?!-env-test)[A-Z]\w*:Exports|:function:Registry(?!-env-test)/g)).toBeNull();
  });

  it('gives names that Lambda and CloudFormation take, however long its own', () => {
    const environment = 'a123456789';
    expect(targetOf(new App({ context: { environment } }).node).environment).toBe(environment);
    const inLongest = (name: string) => nameIn({ environment }, name.replace(/^Registry/, ''));
    for (const { Properties } of plain.of('AWS::Lambda::Function')) {
      if (Properties.FunctionName) expect(inLongest(Properties.FunctionName).length).toBeLessThanOrEqual(64);
    }
    // What CloudFormation names itself begins with 24 letters of the stack's name at least: the environment is among them.
    for (const name of plain.whole.keys()) expect(inLongest(name).slice(0, 24)).toContain(environment);
  });

  it('has a dashboard of its own functions and queues, and is in that of no other', () => {
    const shown = (of: Templates) => JSON.stringify(of.of('AWS::CloudWatch::Dashboard')[0]?.Properties.DashboardBody);
    expect(shown(named)).toContain('Registry env test');
    expect(shown(plain)).toContain('Registry NOT env');
    expect(shown(named)).not.toContain('NOT env');
  });

  it('keeps the AWS Solutions rules', () => {
    expect(violations(named.app)).toEqual([]);
  });
});

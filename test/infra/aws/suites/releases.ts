import { describe, expect, it } from 'vitest';
import { manifest, type Resource, type Statement, standard } from '../kit.ts';

const templates = standard();
const functions = templates.functions();
const answering = [...new Set(manifest.routes.map((route) => route.function))].map((name): [string, Resource] => {
  const made = functions.get(name);
  if (!made) throw new Error(`no ${name}`);
  return [name, made];
});
const inStack = (type: string, stack: string) => templates.of(type).filter((one) => one.stack === stack);

describe('a release', () => {
  it('concerns the functions that answer requests, and each of them', () => {
    expect(templates.of('AWS::Lambda::Alias')).toHaveLength(answering.length);
    expect(templates.of('AWS::CodeDeploy::DeploymentGroup')).toHaveLength(answering.length);
  });

  it.each(answering)('of %s is let in by a tenth for ten minutes, and goes back when an alarm rings', (name, made) => {
    const [alias] = inStack('AWS::Lambda::Alias', made.stack);
    const [version] = inStack('AWS::Lambda::Version', made.stack);
    expect(alias?.Properties).toMatchObject({
      Name: 'live',
      FunctionName: { Ref: made.id },
      FunctionVersion: { 'Fn::GetAtt': [version?.id, 'Version'] },
    });
    const [group] = inStack('AWS::CodeDeploy::DeploymentGroup', made.stack);
    const [application] = inStack('AWS::CodeDeploy::Application', made.stack);
    expect(alias?.UpdatePolicy?.CodeDeployLambdaAliasUpdate).toEqual({
      ApplicationName: { Ref: application?.id },
      DeploymentGroupName: { Ref: group?.id },
    });
    expect(group?.Properties).toMatchObject({
      DeploymentConfigName: 'CodeDeployDefault.LambdaCanary10Percent10Minutes',
      DeploymentStyle: { DeploymentType: 'BLUE_GREEN', DeploymentOption: 'WITH_TRAFFIC_CONTROL' },
      AutoRollbackConfiguration: {
        Enabled: true,
        Events: expect.arrayContaining(['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM']),
      },
      AlarmConfiguration: { Enabled: true },
    });
    const [own, api, ...others] = group?.Properties.AlarmConfiguration.Alarms ?? [];
    expect(others).toEqual([]);
    expect(api.Name).toEqual({ 'Fn::ImportValue': expect.stringMatching(/^RegistryApi:ExportsOutputRefServerErrors/) });
    const alarm = inStack('AWS::CloudWatch::Alarm', made.stack).find(({ id }) => id === own.Name.Ref);
    expect(alarm?.Properties).toMatchObject({ MetricName: 'Errors', Namespace: 'AWS/Lambda' });
    expect(JSON.stringify(alarm?.Properties.Dimensions)).toContain(':live');
    expect(alarm?.Properties.AlarmDescription).toContain(name);
  });

  it.each(answering)('of %s may move that alias, and nothing else', (_name, made) => {
    const [group] = inStack('AWS::CodeDeploy::DeploymentGroup', made.stack);
    const role = inStack('AWS::IAM::Role', made.stack).find(
      ({ id }) => id === group?.Properties.ServiceRoleArn['Fn::GetAtt'][0],
    );
    expect(role?.Properties).not.toHaveProperty('ManagedPolicyArns');
    const statements: Statement[] = role?.Properties.Policies[0].PolicyDocument.Statement;
    const arn = ['arn:aws:lambda:ap-southeast-1:', { Ref: 'AWS::AccountId' }];
    const called = `:function:${made.Properties.FunctionName}`;
    expect(statements).toEqual([
      {
        Effect: 'Allow',
        Action: ['lambda:GetAlias', 'lambda:GetProvisionedConcurrencyConfig', 'lambda:UpdateAlias'],
        Resource: [called, `${called}:live`].map((end) => ({ 'Fn::Join': ['', [...arn, end]] })),
      },
      { Effect: 'Allow', Action: 'cloudwatch:DescribeAlarms', Resource: '*' },
    ]);
    expect(
      templates
        .of('AWS::IAM::Policy')
        .filter(({ Properties }) => JSON.stringify(Properties.Roles).includes(`"${role?.id}"`)),
    ).toEqual([]);
  });
});

package dev.vedette.simulator.cloudtrail;

import java.util.ArrayList;
import java.util.List;

/**
 * What somebody is there for: in which capacity they call, when, how much, and what. The mixtures
 * are of our own invention, from what such people and machines do for a living.
 */
enum Job {
  ADMINISTRATOR(
      5,
      Standing.PERSON_IN_ROLE,
      Rhythm.OFFICE,
      70,
      "AdministratorAccess",
      Call.of(
          "iam",
          "ListUsers 6, ListRoles 6, GetUser 4, GetRole 4, ListAttachedUserPolicies 3,"
              + " ListAccessKeys 2, CreateUser 0.5, CreateAccessKey 0.4, CreateRole 0.6,"
              + " AttachRolePolicy 0.9, AttachUserPolicy 0.5, PutRolePolicy 0.5,"
              + " UpdateAssumeRolePolicy 0.4, CreateLoginProfile 0.3, UpdateLoginProfile 0.3,"
              + " DeleteUser 0.2, DeleteLoginProfile 0.2, DeleteAccessKey 0.4, AddUserToGroup 0.6, CreatePolicy 0.4"),
      Call.of(
          "ec2",
          "DescribeInstances 10, DescribeSecurityGroups 6, DescribeVpcs 4, DescribeSubnets 3,"
              + " AuthorizeSecurityGroupIngress 0.9, RevokeSecurityGroupIngress 0.5,"
              + " ModifyInstanceAttribute 0.4, StopInstances 0.6, StartInstances 0.6,"
              + " RunInstances 0.4, TerminateInstances 0.3, GetConsoleOutput 0.3"),
      Call.of(
          "s3",
          "ListBuckets 5, GetBucketPolicy 3, GetBucketAcl 2, PutBucketPolicy 0.5,"
              + " PutBucketLifecycle 0.2, PutBucketPublicAccessBlock 0.2"),
      Call.of(
          "cloudtrail", "LookupEvents 3, DescribeTrails 2, GetTrailStatus 1.5, UpdateTrail 0.05"),
      Call.of("organizations", "DescribeOrganization 1.5, ListAccounts 1"),
      Call.of("guardduty", "ListFindings 2, GetFindings 2"),
      Call.of("ssm", "DescribeInstanceInformation 1, StartSession 0.4")),
  PLATFORM_ENGINEER(
      12,
      Standing.PERSON_IN_ROLE,
      Rhythm.OFFICE,
      90,
      "PlatformEngineer",
      Call.of(
          "ec2",
          "DescribeInstances 12, DescribeImages 4, DescribeVolumes 4, DescribeSecurityGroups 6,"
              + " RunInstances 0.9, TerminateInstances 0.8, CreateTags 2, CreateSnapshot 0.5,"
              + " AuthorizeSecurityGroupIngress 0.5, CreateSecurityGroup 0.3,"
              + " DescribeInstanceAttribute 0.5, CreateFlowLogs 0.1, DeleteFlowLogs 0.03,"
              + " ModifyImageAttribute 0.05, GetPasswordData 0.05"),
      Call.of(
          "autoscaling",
          "DescribeAutoScalingGroups 5, UpdateAutoScalingGroup 1, SetDesiredCapacity 0.8"),
      Call.of(
          "elasticloadbalancing",
          "DescribeLoadBalancers 5, DescribeTargetHealth 5, ModifyListener 0.3"),
      Call.of(
          "eks",
          "DescribeCluster 4, ListClusters 3, UpdateNodegroupConfig 0.4, AccessKubernetesApi 1"),
      Call.of(
          "iam", "GetRole 3, ListRolePolicies 2, PassRole 0.6, CreateRole 0.3, PutRolePolicy 0.3"),
      Call.of(
          "ssm",
          "StartSession 0.8, TerminateSession 0.6, SendCommand 0.4, GetCommandInvocation 0.6,"
              + " DescribeParameters 0.4, GetParameter 2, DescribeInstanceInformation 2"),
      Call.of("ec2-instance-connect", "SendSSHPublicKey 0.4"),
      Call.of("route53", "ListHostedZones 2, ChangeResourceRecordSets 0.5"),
      Call.of("logs", "FilterLogEvents 4, DescribeLogGroups 3, PutRetentionPolicy 0.2"),
      Call.of("kms", "DescribeKey 1, Decrypt 1")),
  DEVELOPER(
      34,
      Standing.PERSON_IN_ROLE,
      Rhythm.OFFICE,
      55,
      "DeveloperAccess",
      Call.of(
          "lambda",
          "ListFunctions20150331 5, GetFunction20150331v2 5, UpdateFunctionCode20150331v2 1,"
              + " UpdateFunctionConfiguration20150331v2 0.5, Invoke 1, PublishVersion20150331 0.4"),
      Call.of("logs", "DescribeLogGroups 5, DescribeLogStreams 6, GetLogEvents 8, StartQuery 3"),
      Call.of("monitoring", "GetMetricData 6, DescribeAlarms 3, ListMetrics 3, PutMetricAlarm 0.3"),
      Call.of("dynamodb", "DescribeTable 4, ListTables 3, UpdateTable 0.1"),
      Call.of("ecs", "DescribeServices 4, ListTasks 4, UpdateService 0.6, DescribeTasks 3"),
      Call.of("ecr", "GetAuthorizationToken 1.5, DescribeImages 2, DescribeRepositories 2"),
      Call.of("s3", "ListBuckets 2, GetObject 3, PutObject 1, GetBucketLocation 1"),
      Call.of(
          "secretsmanager",
          "ListSecrets 0.8, GetSecretValue 0.6, DescribeSecret 0.6," + " BatchGetSecretValue 0.05"),
      Call.of("sts", "GetCallerIdentity 2"),
      Call.of("sqs", "ListQueues 2, GetQueueAttributes 2, PurgeQueue 0.1")),
  DATA_ENGINEER(
      12,
      Standing.PERSON_IN_ROLE,
      Rhythm.OFFICE,
      60,
      "DataEngineer",
      Call.of("glue", "GetTables 6, GetJobRuns 5, StartJobRun 1.5, UpdateTable 1, GetDatabases 3"),
      Call.of("athena", "StartQueryExecution 6, GetQueryExecution 8, GetQueryResults 6"),
      Call.of(
          "s3", "GetObject 8, PutObject 3, ListBuckets 2, GetBucketLocation 2, DeleteObject 0.4"),
      Call.of("redshift", "DescribeClusters 2, GetClusterCredentials 1"),
      Call.of("rds", "DescribeDBInstances 2, DescribeDBSnapshots 1, CreateDBSnapshot 0.2"),
      Call.of("bedrock", "ListFoundationModels 0.5, InvokeModel 0.8"),
      Call.of("sagemaker", "ListNotebookInstances 1, CreatePresignedNotebookInstanceUrl 0.5")),
  DATABASE_ADMINISTRATOR(
      3,
      Standing.PERSON_IN_ROLE,
      Rhythm.OFFICE,
      45,
      "DatabaseAdministrator",
      Call.of(
          "rds",
          "DescribeDBInstances 10, DescribeDBSnapshots 6, DescribeEvents 4, CreateDBSnapshot 1,"
              + " ModifyDBInstance 0.6, ModifyDBSnapshotAttribute 0.1, RebootDBInstance 0.3"),
      Call.of("secretsmanager", "GetSecretValue 1.5, ListSecrets 1, RotateSecret 0.3"),
      Call.of("monitoring", "GetMetricData 6"),
      Call.of("ssm", "StartSession 0.8"),
      Call.of("kms", "ListAliases 1, DescribeKey 1")),
  AUDITOR(
      3,
      Standing.PERSON_IN_ROLE,
      Rhythm.OFFICE,
      80,
      "SecurityAudit",
      Call.of(
          "iam",
          "GetAccountAuthorizationDetails 1, GenerateCredentialReport 0.5, GetCredentialReport 0.7,"
              + " ListUsers 5, ListRoles 5, GetPolicyVersion 5, ListMFADevices 4,"
              + " GetAccountPasswordPolicy 1, ListAccessKeys 4"),
      Call.of("s3", "ListBuckets 3, GetBucketPolicy 5, GetBucketAcl 4, GetBucketEncryption 4"),
      Call.of(
          "ec2",
          "DescribeSecurityGroups 6, DescribeSnapshots 2, DescribeImages 2, DescribeFlowLogs 2"),
      Call.of("cloudtrail", "LookupEvents 5, DescribeTrails 3, GetEventSelectors 2"),
      Call.of("securityhub", "GetFindings 5"),
      Call.of("config", "DescribeComplianceByConfigRule 3, SelectResourceConfig 2")),
  FINANCE(
      4,
      Standing.PERSON_IN_ROLE,
      Rhythm.OFFICE,
      20,
      "Billing",
      Call.of("ce", "GetCostAndUsage 8, GetCostForecast 4, GetDimensionValues 4"),
      Call.of("budgets", "DescribeBudgets 3, ModifyBudget 0.1"),
      Call.of("organizations", "ListAccounts 1")),
  /** Somebody of the old days: an IAM user at the console and with a key in a file. */
  LEGACY_ENGINEER(
      26,
      Standing.IAM_USER,
      Rhythm.OFFICE,
      45,
      "engineers",
      Call.of(
          "ec2",
          "DescribeInstances 10, DescribeImages 3, StartInstances 1, StopInstances 1,"
              + " DescribeSecurityGroups 4, AuthorizeSecurityGroupIngress 0.25, CreateSnapshot 0.3,"
              + " RunInstances 0.3, DescribeSnapshots 1, ModifySnapshotAttribute 0.02"),
      Call.of("s3", "ListBuckets 5, GetObject 8, PutObject 3, GetBucketAcl 1"),
      Call.of(
          "lambda",
          "ListFunctions20150331 3, GetFunction20150331v2 2, UpdateFunctionCode20150331v2 0.4"),
      Call.of("iam", "GetUser 2, ListMFADevices 1, ChangePassword 0.03, ListAccessKeys 0.5"),
      Call.of("logs", "GetLogEvents 4, DescribeLogStreams 3"),
      Call.of("ssm", "GetParameter 1.5, DescribeParameters 0.2, StartSession 0.3"),
      Call.of("sts", "GetCallerIdentity 1, GetSessionToken 0.4, AssumeRole 0.6")),
  /** A key in a script on somebody's server. */
  SCRIPT(
      20,
      Standing.IAM_USER,
      Rhythm.POLLING,
      24,
      "scripts",
      Call.of("s3", "PutObject 8, GetObject 6, ListObjects 3"),
      Call.of("ses", "SendRawEmail 2"),
      Call.of("sqs", "GetQueueUrl 1"),
      Call.of("sts", "GetCallerIdentity 0.5")),
  DEPLOYMENT(
      22,
      Standing.MACHINE_IN_ROLE,
      Rhythm.PIPELINE,
      80,
      "ci-deploy",
      Call.of(
          "cloudformation",
          "DescribeStacks 6, DescribeStackEvents 8, CreateChangeSet 1.5, ExecuteChangeSet 1.2"),
      Call.of(
          "lambda",
          "UpdateFunctionCode20150331v2 2, GetFunction20150331v2 2, PublishVersion20150331 1,"
              + " UpdateFunctionConfiguration20150331v2 0.5, AddPermission20150331v2 0.2"),
      Call.of("ecs", "RegisterTaskDefinition 2, UpdateService 2, DescribeServices 5"),
      Call.of("ecr", "GetAuthorizationToken 2, BatchCheckLayerAvailability 3, PutImage 2"),
      Call.of("s3", "PutObject 4, GetObject 2"),
      Call.of("iam", "PassRole 0.4, GetRole 1.5, CreateRole 0.1, PutRolePolicy 0.15")),
  TERRAFORM(
      5,
      Standing.MACHINE_IN_ROLE,
      Rhythm.PIPELINE,
      160,
      "terraform",
      Call.of(
          "ec2",
          "DescribeVpcs 5, DescribeSubnets 5, DescribeSecurityGroups 8, DescribeRouteTables 4,"
              + " DescribeInstances 5, CreateTags 1, AuthorizeSecurityGroupIngress 0.5,"
              + " RevokeSecurityGroupIngress 0.3, RunInstances 0.2, CreateFlowLogs 0.05"),
      Call.of(
          "iam",
          "GetRole 8, ListRolePolicies 6, ListAttachedRolePolicies 6, GetPolicy 5, CreateRole 0.3,"
              + " AttachRolePolicy 0.4, PutRolePolicy 0.4, UpdateAssumeRolePolicy 0.2"),
      Call.of(
          "s3",
          "GetBucketPolicy 4, GetBucketVersioning 4, GetObject 2, PutObject 1, PutBucketPolicy 0.2"),
      Call.of("kms", "DescribeKey 3, GetKeyPolicy 3, GetKeyRotationStatus 3"),
      Call.of("lambda", "GetFunction20150331v2 3, ListVersionsByFunction20150331 2"),
      Call.of("logs", "DescribeLogGroups 4, ListTagsForResource 3"),
      Call.of("cloudtrail", "DescribeTrails 0.5, GetEventSelectors 0.4, PutEventSelectors 0.03")),
  BACKUP(
      4,
      Standing.MACHINE_IN_ROLE,
      Rhythm.NIGHTLY,
      90,
      "backup",
      Call.of(
          "ec2",
          "DescribeVolumes 3, DescribeSnapshots 4, CreateSnapshot 5, DeleteSnapshot 3,"
              + " ModifySnapshotAttribute 0.5, CreateTags 2"),
      Call.of("rds", "DescribeDBInstances 1, CreateDBSnapshot 1.5, DeleteDBSnapshot 1"),
      Call.of("dynamodb", "CreateBackup 1, ListBackups 1")),
  OBSERVER(
      6,
      Standing.MACHINE_IN_ROLE,
      Rhythm.POLLING,
      10,
      "observability",
      Call.of("monitoring", "GetMetricData 10, ListMetrics 4"),
      Call.of("ec2", "DescribeInstances 3, DescribeVolumes 2"),
      Call.of("rds", "DescribeDBInstances 2"),
      Call.of("elasticloadbalancing", "DescribeLoadBalancers 2"),
      Call.of("tagging", "GetResources 3")),
  WEB_SERVER(
      24,
      Standing.INSTANCE,
      Rhythm.POLLING,
      30,
      "web",
      Call.of("ssm", "UpdateInstanceInformation 6, ListInstanceAssociations 4, GetParameter 1"),
      Call.of("secretsmanager", "GetSecretValue 0.7"),
      Call.of("s3", "GetObject 2, PutObject 1"),
      Call.of("kms", "Decrypt 1")),
  WORKER(
      12,
      Standing.INSTANCE,
      Rhythm.AT_ANY_TIME,
      60,
      "worker",
      Call.of("s3", "GetObject 8, PutObject 6, DeleteObject 0.5"),
      Call.of("ssm", "UpdateInstanceInformation 3, GetParameters 1"),
      Call.of("kms", "Decrypt 2, GenerateDataKey 2"),
      Call.of("dynamodb", "DescribeTable 1")),
  CLOUD_SERVICE(
      8,
      Standing.SERVICE,
      Rhythm.AT_ANY_TIME,
      70,
      "",
      Call.of("sts", "AssumeRole 10"),
      Call.of("kms", "Decrypt 2, GenerateDataKey 1"),
      Call.of("s3", "GetBucketAcl 2, PutObject 2"));

  private final double share;
  private final Standing standing;
  private final Rhythm rhythm;
  private final double pace;
  private final String role;

  @SuppressWarnings("ImmutableEnumChecker") // List.copyOf: it never changes
  private final List<Call> calls;

  @SafeVarargs
  Job(
      double share,
      Standing standing,
      Rhythm rhythm,
      double pace,
      String role,
      List<Call>... calls) {
    this.share = share;
    this.standing = standing;
    this.rhythm = rhythm;
    this.pace = pace;
    this.role = role;
    var all = new ArrayList<Call>();
    for (List<Call> some : calls) {
      all.addAll(some);
    }
    this.calls = List.copyOf(all);
  }

  /** Principals with this job, of 200. */
  double share() {
    return share;
  }

  Standing standing() {
    return standing;
  }

  Rhythm rhythm() {
    return rhythm;
  }

  /** Calls on a usual day; for polling, minutes from one poll to the next. */
  double pace() {
    return pace;
  }

  /** The role's name, or the group's. */
  String role() {
    return role;
  }

  List<Call> calls() {
    return calls;
  }
}

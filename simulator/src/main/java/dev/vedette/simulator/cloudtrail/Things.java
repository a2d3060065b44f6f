package dev.vedette.simulator.cloudtrail;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.vedette.simulator.Dice;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the account owns, and how calls name it in their parameters. */
final class Things {
  private static final List<String> PURPOSES =
      List.of(
          "orders", "billing", "search", "media", "reports", "login", "stock", "maps", "mail",
          "audit", "quotes", "events");
  private static final List<String> ENVIRONMENTS = List.of("prod", "stage", "dev");
  private static final double FAVOURITE_SHARE = 0.8;
  private static final int NUMBERS = 120;

  private Things() {}

  /** Which thing: mostly one of somebody's own. */
  static int which(TrailPrincipal who, Dice dice) {
    double at = dice.chance(FAVOURITE_SHARE) ? who.favourite(dice.below(6)) : dice.unit();
    return (int) (at * NUMBERS);
  }

  /** Writes the value of {@code requestParameters}. */
  static void writeParameters(
      Call call, int which, TrailPrincipal who, Dice dice, JsonGenerator json) throws IOException {
    String thing = name(which);
    json.writeStartObject();
    switch (call.service()) {
      case "ec2" -> ec2(call, which, json);
      case "s3" -> {
        if (!call.name().equals("ListBuckets")) {
          json.writeStringField("bucketName", "acme-" + thing);
        }
        if (call.data()) {
          json.writeStringField("key", "part-%05d.json".formatted(dice.below(400)));
        }
      }
      case "iam" -> iam(call, which, json);
      case "sts" -> {
        if (call.name().equals("AssumeRole")) {
          json.writeStringField("roleArn", role(which));
          json.writeStringField("roleSessionName", who.name());
          json.writeNumberField("durationSeconds", 3600);
        }
      }
      case "ec2-instance-connect" -> json.writeStringField("instanceId", instance(which));
      case "secretsmanager" -> text("secretId", thing + "/credentials", call, json);
      case "ssm" -> {
        switch (call.name()) {
          case "GetParameter" -> json.writeStringField("name", "/" + thing + "/url");
          case "StartSession" -> json.writeStringField("target", instance(which));
          case "SendCommand" -> {
            json.writeStringField("documentName", "AWS-RunPatchBaseline");
            list("instanceIds", instance(which), json);
          }
          case "UpdateInstanceInformation" -> json.writeStringField("instanceId", who.name());
          default -> {}
        }
      }
      case "lambda" -> text("functionName", thing, call, json);
      case "logs" -> text("logGroupName", "/aws/lambda/" + thing, call, json);
      case "rds" -> text("dBInstanceIdentifier", thing, call, json);
      case "dynamodb" -> text("tableName", thing, call, json);
      case "ecs" -> {
        text("cluster", ENVIRONMENTS.get(which % 3), call, json);
        text("service", thing, call, json);
      }
      case "ecr" -> text("repositoryName", thing, call, json);
      case "cloudformation" -> text("stackName", thing, call, json);
      case "glue" -> text("databaseName", thing, call, json);
      case "bedrock" -> text("modelId", "text-model-v" + which % 3, call, json);
      case "cloudtrail" -> text("name", "organisation-trail", call, json);
      case "kms" -> text("keyId", key(which), call, json);
      default -> {}
    }
    json.writeEndObject();
  }

  /** The ARN for {@code resources}; null where the service names none. */
  static @Nullable String arn(Call call, int which, TrailPrincipal who) {
    return switch (call.service()) {
      case "s3" -> call.data() ? "arn:aws:s3:::acme-" + name(which) : null;
      case "kms" ->
          "arn:aws:kms:%s:%s:key/%s".formatted(who.region(), TrailPrincipal.ACCOUNT, key(which));
      case "sts" -> call.name().equals("AssumeRole") ? role(which) : null;
      default -> null;
    };
  }

  private static void ec2(Call call, int which, JsonGenerator json) throws IOException {
    String name = call.name();
    if (name.equals("ModifyImageAttribute")) {
      json.writeStringField("imageId", "ami-0%07x".formatted(which % 5));
    } else if (name.equals("RunInstances")) {
      items("instancesSet", "imageId", "ami-0%07x".formatted(which % 5), json);
      json.writeStringField("instanceType", which % 9 == 0 ? "m6i.2xlarge" : "t3.medium");
    } else if (name.contains("Instance") && !name.equals("DescribeInstances")) {
      items("instancesSet", "instanceId", instance(which), json);
    } else if (name.endsWith("SecurityGroupIngress")) {
      json.writeStringField("groupId", "sg-0%07x".formatted(which));
      json.writeObjectFieldStart("ipPermissions");
      json.writeArrayFieldStart("items");
      json.writeStartObject();
      json.writeStringField("ipProtocol", "tcp");
      json.writeNumberField("fromPort", which % 2 == 0 ? 443 : 5432);
      json.writeNumberField("toPort", which % 2 == 0 ? 443 : 5432);
      items(
          "ipRanges",
          "cidrIp",
          which % 7 == 0 ? "0.0.0.0/0" : "10.%d.0.0/16".formatted(which),
          json);
      json.writeEndObject();
      json.writeEndArray();
      json.writeEndObject();
    } else if (name.endsWith("Snapshot") || name.equals("ModifySnapshotAttribute")) {
      json.writeStringField("snapshotId", "snap-0%07x".formatted(which));
      if (name.startsWith("Modify")) {
        json.writeStringField("attributeType", "CREATE_VOLUME_PERMISSION");
      }
    } else if (name.endsWith("FlowLogs")) {
      items("flowLogs", "vpcId", "vpc-0%07x".formatted(which % 6), json);
    }
  }

  private static void iam(Call call, int which, JsonGenerator json) throws IOException {
    String name = call.name();
    if (name.contains("Role")) {
      if (!name.equals("ListRoles")) {
        json.writeStringField("roleName", "app-" + name(which));
      }
    } else if (!name.startsWith("ListUsers")
        && !name.contains("Account")
        && !name.contains("Report")) {
      json.writeStringField("userName", "user-" + name(which));
    }
    if (name.startsWith("Attach")) {
      json.writeStringField(
          "policyArn", "arn:aws:iam::%s:policy/%s".formatted(TrailPrincipal.ACCOUNT, name(which)));
    } else if (name.startsWith("PutRolePolicy")) {
      json.writeStringField("policyName", name(which));
    }
  }

  private static String name(int which) {
    return "%s-%s-%d"
        .formatted(
            PURPOSES.get(which % PURPOSES.size()),
            ENVIRONMENTS.get(which / PURPOSES.size() % ENVIRONMENTS.size()),
            which / (PURPOSES.size() * ENVIRONMENTS.size()) + 1);
  }

  private static String instance(int which) {
    return "i-0%016x".formatted(Dice.mix(which + 77L) >>> 4);
  }

  private static String key(int which) {
    return "%08x-0000-4000-8000-%012x".formatted(which * 7919, which);
  }

  private static String role(int which) {
    return "arn:aws:iam::%s:role/app-%s".formatted(TrailPrincipal.ACCOUNT, name(which));
  }

  /** One field, but for calls that list everything. */
  private static void text(String field, String value, Call call, JsonGenerator json)
      throws IOException {
    if (!call.name().startsWith("List")) {
      json.writeStringField(field, value);
    }
  }

  private static void list(String field, String value, JsonGenerator json) throws IOException {
    json.writeArrayFieldStart(field);
    json.writeString(value);
    json.writeEndArray();
  }

  private static void items(String field, String name, String value, JsonGenerator json)
      throws IOException {
    json.writeObjectFieldStart(field);
    json.writeArrayFieldStart("items");
    json.writeStartObject();
    json.writeStringField(name, value);
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
  }
}

package dev.vedette.simulator.cloudtrail;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.vedette.simulator.Dice;
import dev.vedette.simulator.cloudtrail.TrailPrincipal.Sitting;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.UUID;

/** Writes the records of one principal on one day. */
final class Pen {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String VERSION = "1.11";
  private static final int BROWSER_VERSION = 142;
  private static final int BROWSER_DAYS = 28;

  private final TrailSettings settings;
  private final TrailPrincipal who;
  private final int day;
  private final Dice dice;
  private final List<TrailRecord> pages;
  private long number;

  Pen(TrailSettings settings, TrailPrincipal who, int day, Dice dice, List<TrailRecord> pages) {
    this.settings = settings;
    this.who = who;
    this.day = day;
    this.dice = dice;
    this.pages = pages;
  }

  TrailPrincipal who() {
    return who;
  }

  int day() {
    return day;
  }

  Dice dice() {
    return dice;
  }

  /** Writes a call on a thing; refused calls lack the right to it. */
  void call(long at, Desk desk, Sitting sitting, Call call, int which, boolean refused) {
    write(
        at,
        json -> {
          who.writeIdentity(sitting, json);
          common(
              json,
              at,
              call.eventSource(),
              call.name(),
              call.global() ? "us-east-1" : who.region());
          json.writeStringField("sourceIPAddress", desk.address());
          json.writeStringField("userAgent", sitting.console() ? browser() : desk.agent());
          if (refused) {
            boolean ec2 = call.service().equals("ec2");
            json.writeStringField(
                "errorCode", ec2 ? "Client.UnauthorizedOperation" : "AccessDenied");
            json.writeStringField(
                "errorMessage",
                "%s is not authorized to perform: %s:%s"
                    .formatted(who.name(), call.service(), call.name()));
          }
          json.writeFieldName("requestParameters");
          Things.writeParameters(call, which, who, dice, json);
          if (call.name().equals("AssumeRole") && !refused) {
            issued(json);
          } else {
            json.writeNullField("responseElements");
          }
          if (call.data()) {
            json.writeObjectFieldStart("additionalEventData");
            boolean puts = call.name().equals("PutObject");
            long bytes = (long) dice.logNormal(60_000, 1.2);
            json.writeNumberField("bytesTransferredIn", puts ? bytes : 0);
            json.writeNumberField("bytesTransferredOut", puts ? 0 : bytes);
            json.writeEndObject();
          }
          String arn = Things.arn(call, which, who);
          if (arn != null) {
            json.writeArrayFieldStart("resources");
            json.writeStartObject();
            json.writeStringField("accountId", TrailPrincipal.ACCOUNT);
            json.writeStringField("ARN", arn);
            json.writeEndObject();
            json.writeEndArray();
          }
          if (who.standing() != Standing.SERVICE) {
            json.writeObjectFieldStart("tlsDetails");
            json.writeStringField("tlsVersion", "TLSv1.3");
            json.writeStringField("cipherSuite", "TLS_AES_128_GCM_SHA256");
            json.writeStringField("clientProvidedHostHeader", host(call));
            json.writeEndObject();
          }
          tail(json, "AwsApiCall", call.readOnly(), call.data());
        });
  }

  /** Writes a sign-in to the console. */
  void signIn(long at, Desk desk, Sitting sitting, boolean success) {
    write(
        at,
        json -> {
          who.writeIdentity(sitting, json);
          common(json, at, "signin.amazonaws.com", "ConsoleLogin", who.region());
          json.writeStringField("sourceIPAddress", desk.address());
          json.writeStringField("userAgent", browser());
          if (!success) {
            json.writeStringField("errorMessage", "Failed authentication");
          }
          json.writeNullField("requestParameters");
          json.writeObjectFieldStart("responseElements");
          json.writeStringField("ConsoleLogin", success ? "Success" : "Failure");
          json.writeEndObject();
          json.writeObjectFieldStart("additionalEventData");
          json.writeStringField("LoginTo", "https://console.aws.amazon.com/console/home");
          json.writeStringField("MobileVersion", "No");
          boolean factor = who.standing() == Standing.IAM_USER && who.secondFactor();
          json.writeStringField("MFAUsed", factor ? "Yes" : "No");
          json.writeEndObject();
          tail(json, "AwsConsoleSignIn", false, false);
        });
  }

  private String host(Call call) {
    return call.global()
        ? call.eventSource()
        : "%s.%s.amazonaws.com".formatted(call.service(), who.region());
  }

  private String browser() {
    return Desk.CONSOLE.formatted(BROWSER_VERSION + (day + who.index()) / BROWSER_DAYS);
  }

  private static void common(JsonGenerator json, long at, String source, String name, String region)
      throws IOException {
    json.writeStringField("eventTime", TrailPrincipal.time(at));
    json.writeStringField("eventSource", source);
    json.writeStringField("eventName", name);
    json.writeStringField("awsRegion", region);
  }

  private void issued(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("responseElements");
    json.writeObjectFieldStart("credentials");
    json.writeStringField("accessKeyId", "ASIA" + TrailPrincipal.letters(dice, 16));
    json.writeEndObject();
    json.writeEndObject();
  }

  private void tail(JsonGenerator json, String type, boolean readOnly, boolean data)
      throws IOException {
    json.writeStringField("requestID", uuid(5));
    json.writeStringField("eventID", uuid(6));
    json.writeBooleanField("readOnly", readOnly);
    json.writeStringField("eventType", type);
    json.writeBooleanField("managementEvent", !data);
    json.writeStringField("recipientAccountId", TrailPrincipal.ACCOUNT);
    json.writeStringField("eventCategory", data ? "Data" : "Management");
  }

  private String uuid(long use) {
    var own = Dice.of(settings.seed(), TrailLife.PURPOSE, use, who.index(), day, number);
    return uuid(own);
  }

  /** A random UUID (version 4) of a stream of chance. */
  private static String uuid(Dice dice) {
    long high = Dice.mix(dice.between(0L, Long.MAX_VALUE));
    long low = Dice.mix(dice.between(0L, Long.MAX_VALUE) + 1);
    return new UUID(
            (high & ~0xF000L) | 0x4000L, (low & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L)
        .toString();
  }

  private void write(long at, Body body) {
    number++;
    var text = new StringWriter(1_024);
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("eventVersion", VERSION);
      json.writeFieldName("userIdentity");
      body.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    pages.add(new TrailRecord(at - Math.floorMod(at, 1_000L), text.toString(), who.index()));
  }

  /** The rest of a record, from the identity on. */
  @FunctionalInterface
  private interface Body {
    void write(JsonGenerator json) throws IOException;
  }
}

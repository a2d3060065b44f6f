package dev.vedette.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vedette.sources.Context;
import dev.vedette.sources.Format;
import dev.vedette.sources.Normalized;
import dev.vedette.sources.Normalizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A record of nested JSON from bytes to event, beside the reading of the same bytes as a tree. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class NormalizeBenchmark {
  private static final String MAPPING =
      """
      format: trail
      kind: json
      each: $Records
      event:
        id: $eventID
        time: $eventTime
        category: {map: $eventSource, values: {iam.amazonaws.com: account_change, signin.amazonaws.com: authentication}, default: api}
        action: $eventName
        outcome: {given: $errorCode, then: failure, else: success}
        principal.type: {map: $userIdentity.type, values: {AWSService: service}, default: user}
        principal.id: {first: [$userIdentity.arn, $userIdentity.invokedBy]}
        principal.name: {first: [$userIdentity.userName, $userIdentity.sessionContext.sessionIssuer.userName]}
        session: $userIdentity.accessKeyId
        source.ip: {ip: $sourceIPAddress}
        client.user_agent: $userAgent
        auth.mfa: {map: $userIdentity.sessionContext.attributes.mfaAuthenticated, values: {'true': 'true', 'false': 'false'}}
        resource.type: $eventSource
        resource.id: {first: ['$resources[0].ARN', $requestParameters.roleName, $requestParameters.bucketName, $eventSource]}
        labels.account: $recipientAccountId
        labels.region: $awsRegion
        labels.error: $errorCode
        labels.read_only: $readOnly
      rules:
        - ignore: insight
          when: {eventType: AwsCloudTrailInsight}
        - rule: sign-in
          when: {eventName: 'ConsoleLogin|SwitchRole'}
          event: {category: authentication, action: sign_in}
        - rule: call
      """;

  private static final String RECORD =
      """
      {"eventVersion":"1.09","userIdentity":{"type":"AssumedRole","principalId":"AROAEXAMPLE:alice",
      "arn":"arn:aws:sts::111122223333:assumed-role/Operator/alice","accountId":"111122223333",
      "accessKeyId":"ASIAEXAMPLE7","sessionContext":{"sessionIssuer":{"type":"Role",
      "principalId":"AROAEXAMPLE","arn":"arn:aws:iam::111122223333:role/Operator",
      "accountId":"111122223333","userName":"Operator"},"attributes":{
      "creationDate":"2026-05-04T07:00:00Z","mfaAuthenticated":"true"}}},
      "eventTime":"2026-05-04T07:30:00Z","eventSource":"iam.amazonaws.com",
      "eventName":"AttachRolePolicy","awsRegion":"eu-central-1","sourceIPAddress":"203.0.113.9",
      "userAgent":"aws-cli/2.15.0 Python/3.11.6 Linux/6.1 exe/x86_64 prompt/off command/iam.attach",
      "requestParameters":{"roleName":"Deployer","policyArn":"arn:aws:iam::aws:policy/PowerUserAccess"},
      "responseElements":null,"requestID":"0f7d6c1e-5a53-4b1c-9d0f-3f2f5d3a1b11",
      "eventID":"5a0c7f7e-2f5e-4f0e-8f4b-0d6b1a2c3d4e","readOnly":false,
      "resources":[{"accountId":"111122223333","type":"AWS::IAM::Role",
      "ARN":"arn:aws:iam::111122223333:role/Deployer"}],"eventType":"AwsApiCall",
      "managementEvent":true,"recipientAccountId":"111122223333","eventCategory":"Management",
      "tlsDetails":{"tlsVersion":"TLSv1.3","cipherSuite":"TLS_AES_128_GCM_SHA256",
      "clientProvidedHostHeader":"iam.amazonaws.com"},"sessionCredentialFromConsole":"true"}
      """;

  private final byte[] bytes = RECORD.replace("\n", "").getBytes(StandardCharsets.UTF_8);
  private final ObjectMapper mapper = new ObjectMapper();
  private final Normalizer normalizer =
      Format.parse("trail.yaml", MAPPING).normalizer(new Context("acme", 2026));

  /** Bytes to a tree: what the event is compared with. */
  @Benchmark
  public JsonNode tree() throws IOException {
    return mapper.readTree(bytes);
  }

  /** Bytes to an event. */
  @Benchmark
  public List<Normalized> event() {
    return normalizer.normalize(bytes);
  }
}

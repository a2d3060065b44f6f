package dev.vedette.detectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ActionTechniquesTest {
  @Test
  void shouldKnowTheTechniqueOfADeedByAnySourcesName() {
    Map.of(
            "StopLogging", "T1562.008",
            "microsoft.insights/diagnosticSettings/delete", "T1562.008",
            "audit_log_cleared", "T1070.001",
            "CreateAccessKey", "T1098.001",
            "Add member to role", "T1098.003",
            "user.mfa.factor.deactivate", "T1556.006",
            "New-InboxRule", "T1114.003",
            "ModifySnapshotAttribute", "T1537",
            "create pods/exec", "T1609",
            "DescribeInstances", "T1580")
        .forEach((action, technique) ->
            assertEquals(technique, ActionTechniques.of(List.of(action)), action));
    Map.of(
            "ConsoleLogin", "T1078.004",
            "ModifyInstanceAttribute userData", "T1059",
            "ModifyInstanceAttribute", "T1578.005",
            "DeactivateMFADevice", "T1556.006",
            "CreateSAMLProvider", "T1484.002",
            "DeleteUserPolicy", "T1098",
            "DeleteUser", "T1531",
            "PutBucketPolicy", "T1537")
        .forEach((action, technique) ->
            assertEquals(technique, ActionTechniques.of(List.of(action)), action));
    assertNull(ActionTechniques.of(List.of("something.else")));
    assertNull(ActionTechniques.of(List.of()));
  }

  @Test
  void shouldNameWhatIsMoreThanLookingAround() {
    assertEquals("T1651", ActionTechniques.of(List.of("DescribeInstances", "x", "SendCommand")));
    assertEquals("T1537", ActionTechniques.of(List.of("ModifyImageAttribute", "SendCommand")));
    assertEquals("T1580", ActionTechniques.of(List.of("x", "DescribeInstances", "ListUsers")));
    for (String looks :
        List.of(
            "ListSAMLProviders",
            "ListResolverQueryLogConfigs",
            "DescribeNetworkAcls",
            "ListServiceSpecificCredentials",
            "ListFirewalls",
            "GetBucketAcl")) {
      assertEquals("T1651", ActionTechniques.of(List.of(looks, "SendCommand")), looks);
    }
  }
}

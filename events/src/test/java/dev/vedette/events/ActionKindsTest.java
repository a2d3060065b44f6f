package dev.vedette.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ActionKindsTest {
  private final ActionKinds kinds = new ActionKinds();

  @Test
  void shouldKnowADeedByAnySourcesName() {
    Map.of(
            "AttachUserPolicy", ActionKind.PRIVILEGE_GRANT,
            "Add member to role", ActionKind.PRIVILEGE_GRANT,
            "iam.role.grant", ActionKind.PRIVILEGE_GRANT,
            "user.mfa.factor.deactivate", ActionKind.MFA_CHANGE,
            "StopLogging", ActionKind.LOGGING_OFF,
            "GetSecretValue", ActionKind.SECRET_READ,
            "user_created", ActionKind.ACCOUNT_CREATE,
            "USER_LOGOUT", ActionKind.SIGN_OUT,
            "DescribeInstances", ActionKind.ENUMERATE,
            "file.download", ActionKind.READ)
        .forEach((action, kind) -> assertEquals(kind, kinds.of(action), action));
  }

  @Test
  void shouldKnowVendorsWordsForCredentialsAndPrivileges() {
    Map.of(
            "user.mfa.okta_verify.deny_push", ActionKind.MFA_CHALLENGE,
            "Add OAuth2PermissionGrant", ActionKind.CONSENT,
            "GRANT_CONSENT", ActionKind.CONSENT,
            "audit_policy_changed", ActionKind.LOGGING_OFF,
            "PutBucketLifecycle", ActionKind.LOGGING_OFF,
            "create pods/exec", ActionKind.REMOTE_EXECUTION,
            "create clusterrolebindings", ActionKind.PRIVILEGE_GRANT,
            "REALM_ROLE_MAPPING.CREATE", ActionKind.PRIVILEGE_GRANT,
            "global_group_member_added", ActionKind.PRIVILEGE_GRANT,
            "global_group_member_removed", ActionKind.ADMINISTRATION)
        .forEach((action, kind) -> assertEquals(kind, kinds.of(action), action));
  }

  @Test
  void shouldKnowTheDeedsOfMassAndReach() {
    Map.of(
            "New-InboxRule", ActionKind.FORWARDING,
            "mail.rule.create", ActionKind.FORWARDING,
            "get secrets", ActionKind.SECRET_READ,
            "create pods/exec", ActionKind.REMOTE_EXECUTION,
            "create clusterrolebindings", ActionKind.PRIVILEGE_GRANT,
            "create serviceaccounts", ActionKind.ACCOUNT_CREATE,
            "FileAccessed", ActionKind.READ,
            "MailItemsAccessed", ActionKind.READ,
            "git.clone", ActionKind.READ,
            "kerberos_service_ticket_request", ActionKind.SERVICE_TICKET)
        .forEach((action, kind) -> assertEquals(kind, kinds.of(action), action));
  }

  @Test
  void shouldNotKnowWhatIsNoneOfThem() {
    assertNull(kinds.of("something.else"));
    assertNull(kinds.of("sign_in"));
    assertNull(kinds.of("…"));
  }

  @Test
  void shouldTakeWordsApart() {
    assertEquals("attach_user_policy", ActionTable.words("AttachUserPolicy"));
    assertEquals("add_member_to_role", ActionTable.words("Add member to role."));
    assertEquals("login_error", ActionTable.words("LOGIN_ERROR"));
    assertEquals("update_sts_refresh_token", ActionTable.words("Update StsRefreshToken"));
    assertEquals("", ActionTable.words("--"));
  }
}

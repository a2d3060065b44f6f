package dev.vedette.events;

import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an action is, whatever its source calls it. Detectors that look for deeds of one kind look
 * here and never at words; which words are of which kind is data ({@link ActionKinds}).
 */
public enum ActionKind {
  /** A session ends. */
  SIGN_OUT,
  /** A second factor is asked for, given, refused or not answered. */
  MFA_CHALLENGE,
  /** A second factor is registered, changed, removed or switched off. */
  MFA_CHANGE,
  /** A password, key, token or certificate is set, issued or changed. */
  CREDENTIAL_CHANGE,
  /** Somebody is given a right, a role, a membership, a policy. */
  PRIVILEGE_GRANT,
  /** An account is made. */
  ACCOUNT_CREATE,
  /** An account is locked, disabled, deleted. */
  ACCOUNT_LOCK,
  /** Something that holds data or service is deleted. */
  DELETE,
  /** A secret, a key or a password is read. */
  SECRET_READ,
  /** An application is given consent to act for users. */
  CONSENT,
  /** Mail or data is forwarded or shared beyond the organisation. */
  FORWARDING,
  /** Logging, auditing or protection is switched off, narrowed or cleared. */
  LOGGING_OFF,
  /** Another administrative change: policies, configuration, network rules. */
  ADMINISTRATION,
  /** Things are listed or described. */
  ENUMERATE,
  /** Data is read or downloaded. */
  READ,
  /** Data is sent out or written elsewhere. */
  UPLOAD,
  /** A Kerberos service ticket is asked for. */
  SERVICE_TICKET,
  /** Somebody acts on another machine: remote shell, command, desktop. */
  REMOTE_EXECUTION,
  /** A device's posture or compliance is told. */
  POSTURE;

  private static final Map<String, ActionKind> BY_NAME =
      Stream.of(values()).collect(Collectors.toMap(ActionKind::wireName, Function.identity()));

  private final String wireName = name().toLowerCase(Locale.ROOT);

  /** The name on the wire and in the table, such as {@code mfa_change}. */
  public String wireName() {
    return wireName;
  }

  /** The kind of a name; null for none, and for one that this version does not know. */
  public static @Nullable ActionKind of(@Nullable String wireName) {
    return wireName == null ? null : BY_NAME.get(wireName);
  }
}

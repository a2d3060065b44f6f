package dev.vedette.detectors;

import dev.vedette.detectors.SeasonalRate.Prior;
import dev.vedette.detectors.SeasonalRate.Scale;
import dev.vedette.detectors.Surge.Look;
import dev.vedette.detectors.Surge.Measure;
import dev.vedette.events.ActionKind;
import dev.vedette.events.Category;
import dev.vedette.events.Detail;
import dev.vedette.events.Family;
import dev.vedette.events.Observation;
import dev.vedette.events.SubjectType;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Surge} looks at: ten kinds of deeds of which far more than usual is alarming. The
 * amounts believed before anything is known are priors, to be calibrated on training seeds of the
 * simulator.
 */
final class Surges {
  private static final Set<SubjectType> PRINCIPALS = Set.of(SubjectType.USER, SubjectType.SERVICE);
  private static final Set<String> HOST_TYPES =
      Set.of("host", "computer", "device", "server", "machine", "instance", "workstation");

  /** Ports on which a browser and a resolver reach anybody: refused or not, they are no scan. */
  private static final Set<Integer> EVERYDAY_PORTS = Set.of(53, 80, 123, 443);

  private Surges() {}

  /** Reads of data, and what was read. */
  static Surge massAccess() {
    return new Surge(
        new Look(
            "mass-access",
            Family.VOLUME,
            "T1213",
            PRINCIPALS,
            o ->
                o.detail().kind() == ActionKind.READ
                    || (o.category() == Category.DATA && o.detail().kind() == null),
            counted(20, "reads"),
            things(8, "resources"),
            false,
            false,
            8,
            Set.of(),
            new About(
                "Mass data access",
                "A user or a service reads far more, or far more different things, than at this"
                    + " time of the day and week.",
                "events of category `data` or actions that read; `resource.id` to tell things"
                    + " apart; 8 hours with reads.",
                "A suppression of `mass-access` for indexers and backups by the pattern of their"
                    + " names; a verdict `benign_expected` for an audit or the end of a quarter."
                    + " `resource.id` that names a thing and not its page keeps the number of things"
                    + " honest.",
                List.of(
                    "a search index, a backup, a migration, the first days",
                    "the end of a quarter, an audit, a new task with a large archive"))));
  }

  /** Bytes that leave. */
  static Surge egress() {
    return new Surge(
        new Look(
            "egress",
            Family.VOLUME,
            "T1048",
            Set.of(SubjectType.USER, SubjectType.DEVICE),
            o -> o.detail().bytesOut() > 0,
            new Measure(o -> o.detail().bytesOut(), new Prior(Scale.BYTES, 5e6, 3), "sent out"),
            null,
            false,
            false,
            8,
            Set.of(Need.BYTES_OUT),
            new About(
                "Egress spike",
                "A user or a device sends far more bytes out than at this time of the day and"
                    + " week.",
                "`bytes_out`; 8 hours in which bytes left.",
                "A suppression of `egress` for backups and sync servers. Make sure that"
                    + " `bytes_out` is what left and not what came: sources differ.",
                List.of(
                    "a backup, a large file for a customer, a video meeting",
                    "the release of a product, a new sync client"))));
  }

  /** Hosts that were reached, and which of them are new. */
  static Surge fanOut() {
    return new Surge(
        new Look(
            "fan-out",
            Family.REACH,
            "T1021",
            Set.of(SubjectType.USER, SubjectType.DEVICE, SubjectType.IP),
            o -> host(o) != null && !(o.subject().type().isPrincipal() && isRemoteLogin(o)),
            null,
            new Measure(o -> hash(host(o)), new Prior(Scale.COUNT, 4, 3), "destinations"),
            true,
            false,
            8,
            Set.of(),
            new About(
                "Fan-out to new destinations",
                "A user, a device or an address reaches far more hosts than usual, or several that"
                    + " it never reached before.",
                "`destination`; 8 hours, and 3 days to say what is new. Of subjects with more than"
                    + " 32 usual destinations only their number counts. Hosts that a user logs in to"
                    + " are judged by `remote-logins`.",
                "A suppression of `fan-out` for scanners and administrators' machines."
                    + " `destination` by host and not by address of a content network keeps a browser's"
                    + " number small.",
                List.of(
                    "an administrator's patch day, an inventory, a vulnerability scanner",
                    "a browser whose destinations are told by domain, after a quiet week"))));
  }

  /** Hosts that somebody logged in to, and which of them are new. */
  static Surge remoteLogins() {
    return new Surge(
        new Look(
            "remote-logins",
            Family.REACH,
            "T1021",
            PRINCIPALS,
            Surges::isRemoteLogin,
            null,
            new Measure(o -> hash(host(o)), new Prior(Scale.COUNT, 1, 3), "hosts logged in to"),
            true,
            true,
            0,
            Set.of(),
            new About(
                "Remote logins to many hosts",
                "A user or a service logs in to, or runs commands on, far more hosts than usual, or"
                    + " several that it never was on. Most never do so at all.",
                "a resource of the type host, or actions that act on another machine"
                    + " (`action-kinds.txt`); none must have been seen before, and 3 days of them"
                    + " to say what is new.",
                "A suppression of `remote-logins` for the accounts that manage hosts. Resources"
                    + " must have a type that means a host (`host`, `server`, `computer` …), otherwise"
                    + " `fan-out` sees what it can.",
                List.of(
                    "an administrator's patch day, an inventory by login",
                    "a new administrator, a program that begins to manage hosts"))));
  }

  /** What is listed, and what is denied. */
  static Surge enumeration() {
    return new Surge(
        new Look(
            "enumeration",
            Family.REACH,
            "T1526",
            PRINCIPALS,
            o -> (o.detail().kind() == ActionKind.ENUMERATE || o.failed()) && isOfAnApplication(o),
            new Measure(o -> o.failed() ? 1 : 0, new Prior(Scale.COUNT, 1, 3), "denials"),
            new Measure(
                o -> hash(o.action() + '|' + thing(o)),
                new Prior(Scale.COUNT, 6, 3),
                "different look-ups and denials"),
            false,
            false,
            2,
            Set.of(),
            new About(
                "Enumeration and denials",
                "A user or a service lists or describes far more different things than usual, or"
                    + " is denied far more often. Denials are counted and not their share, which"
                    + " innocent calls could lower.",
                "`action` and `outcome`, `resource.id` to tell things apart; 2 hours with any.",
                "A suppression of `enumeration` for the accounts of inventory and compliance"
                    + " tools. A role that"
                    + " lost a right: give it back, or end its loop.",
                List.of(
                    "an inventory or a compliance tool, an engineer's new script",
                    "a role that lost a right it needs: a retry loop of one denial is one thing,"
                        + " but many denials"))));
  }

  /** Deletions and accounts locked. */
  static Surge massDeletion() {
    return new Surge(
        new Look(
            "mass-deletion",
            Family.VOLUME,
            "T1485",
            PRINCIPALS,
            o -> isOf(o, ActionKind.DELETE) || isOf(o, ActionKind.ACCOUNT_LOCK),
            counted(3, "deletions or lock-outs"),
            things(3, "things"),
            false,
            true,
            0,
            Set.of(),
            new About(
                "Mass deletion or lock-out",
                "A user or a service deletes, disables or locks far more than usual.",
                "actions that delete or lock (`action-kinds.txt`); none must have been seen"
                    + " before.",
                "A suppression of `mass-deletion` for the accounts of retention jobs; a verdict"
                    + " `benign_expected` for a clean-up, said before or after.",
                List.of(
                    "a clean-up, a retention job, a test environment torn down",
                    "leavers processed at the end of a month"))));
  }

  /** Accounts made. */
  static Surge accountCreation() {
    return new Surge(
        new Look(
            "account-creation",
            Family.PRIVILEGE,
            "T1136",
            PRINCIPALS,
            o -> isOf(o, ActionKind.ACCOUNT_CREATE),
            counted(2, "accounts created"),
            null,
            false,
            true,
            0,
            Set.of(),
            new About(
                "Burst of account creation",
                "A user or a service makes far more accounts or roles than usual.",
                "actions that make accounts (`action-kinds.txt`); none must have been seen"
                    + " before.",
                "A suppression of `account-creation` for the account of the personnel system or"
                    + " the provisioning tool.",
                List.of(
                    "new starters on the first of a month", "a provisioning tool's first run"))));
  }

  /** Secrets read, and which of them are new. */
  static Surge secretReads() {
    return new Surge(
        new Look(
            "secret-reads",
            Family.VOLUME,
            "T1555.006",
            PRINCIPALS,
            o -> isOf(o, ActionKind.SECRET_READ),
            counted(4, "reads of secrets"),
            things(3, "secrets"),
            true,
            true,
            0,
            Set.of(),
            new About(
                "Burst of secret reads",
                "A user or a service reads far more secrets than usual, or several that it never"
                    + " read before.",
                "actions that read secrets (`action-kinds.txt`) and `resource.id` or `target.id`;"
                    + " 3 days of reads to say what is new.",
                "A suppression of `secret-reads` for the accounts of deployments; `resource.id`"
                    + " by secret and not by version, so that a rotation is one thing.",
                List.of(
                    "a deployment that starts many services, a rotation of all keys",
                    "a person whose password manager syncs a vault"))));
  }

  /** Service tickets asked for. */
  static Surge kerberoasting() {
    return new Surge(
        new Look(
            "kerberoasting",
            Family.CREDENTIAL,
            "T1558.003",
            Set.of(SubjectType.USER),
            o -> isOf(o, ActionKind.SERVICE_TICKET),
            null,
            things(4, "services asked tickets for"),
            true,
            false,
            0,
            Set.of(),
            new About(
                "Kerberoasting",
                "A user asks for tickets of far more services than usual, or of several new ones.",
                "Kerberos service tickets with the service as `resource.id` or `target.id`; none"
                    + " must have been seen before.",
                "A suppression of `kerberoasting` for monitoring accounts. The service as it is"
                    + " called, and not by host and port, keeps the number of services small.",
                List.of(
                    "a file browser that touches all servers, a monitoring account",
                    "the first day at a new workplace"))));
  }

  /** Ports and hosts tried. */
  static Surge portScan() {
    return new Surge(
        new Look(
            "port-scan",
            Family.REACH,
            "T1046",
            Set.of(SubjectType.IP, SubjectType.DEVICE),
            o ->
                o.category() == Category.NETWORK
                    && o.detail().port() > 0
                    && !EVERYDAY_PORTS.contains(o.detail().port()),
            new Measure(o -> o.failed() ? 1 : 0, new Prior(Scale.COUNT, 3, 3), "refused"),
            new Measure(
                o -> Hash64.mix(hash(o.detail().destination()) + o.detail().port()),
                new Prior(Scale.COUNT, 6, 3),
                "ports of hosts tried"),
            false,
            false,
            0,
            Set.of(Need.PORT),
            new About(
                "Port scan",
                "An address or a device tries far more different ports of hosts than usual, or is"
                    + " refused far more often. The ports of the web, of names and of time do not"
                    + " count.",
                "events of category `network` with `destination` and its port; none must have been"
                    + " seen before.",
                "A suppression of `port-scan` for the addresses of vulnerability scanners and"
                    + " monitoring. Flow records: mark which side asked, or leave them out.",
                List.of(
                    "a vulnerability scanner, monitoring, a peer-to-peer client",
                    "flow records in which the answer is taken for the question"))));
  }

  private static Measure counted(double prior, String words) {
    return new Measure(o -> 1, new Prior(Scale.COUNT, prior, 3), words);
  }

  private static Measure things(double prior, String words) {
    return new Measure(o -> hash(thing(o)), new Prior(Scale.COUNT, prior, 3), words);
  }

  private static boolean isOf(Observation observation, ActionKind kind) {
    return observation.detail().kind() == kind;
  }

  private static boolean isOfAnApplication(Observation observation) {
    return switch (observation.category()) {
      case API, DATA, CONFIGURATION, ACCOUNT_CHANGE, AUTHORIZATION -> true;
      case AUTHENTICATION, NETWORK, PROCESS, DETECTION -> false;
    };
  }

  private static @Nullable String thing(Observation observation) {
    return observation.resource() != null ? observation.resource() : observation.target();
  }

  private static boolean isRemoteLogin(Observation observation) {
    String type = observation.detail().resourceType();
    return observation.detail().kind() == ActionKind.REMOTE_EXECUTION
        || (type != null
            && HOST_TYPES.contains(type)
            && observation.resource() != null
            && observation.category() != Category.DETECTION);
  }

  private static @Nullable String host(Observation observation) {
    Detail detail = observation.detail();
    if (detail.destination() != null) {
      return detail.destination();
    }
    if (detail.resourceType() != null && HOST_TYPES.contains(detail.resourceType())) {
      return observation.resource();
    }
    return detail.kind() == ActionKind.REMOTE_EXECUTION ? thing(observation) : null;
  }

  private static long hash(@Nullable String text) {
    return text == null ? 0 : Hash64.of(text);
  }
}

package dev.vedette.detectors;

import java.util.List;

/**
 * The detectors. A new one is a line here, its own file, and its test. The order is that of the
 * documentation; nothing is stored by it.
 */
public final class Registry {
  private Registry() {}

  /** All of them, each with an id of its own. */
  public static List<Detector<?, ?>> all() {
    return List.of(
        new NewPlace(),
        new UnusualHour(),
        new GuessedPassword(),
        new PasswordSpray(),
        new Burst(),
        new FirstSeenAction(),
        new ImpossibleTravel(),
        new NewDevice(),
        new DormantAccount(),
        new LoginLikelihood(),
        new ConcurrentSessions(),
        new SensitiveAccess(),
        new PostureFall(),
        Surges.massAccess(),
        Surges.egress(),
        Surges.fanOut(),
        Surges.remoteLogins(),
        Surges.enumeration(),
        Surges.massDeletion(),
        Surges.accountCreation(),
        Surges.secretReads(),
        Surges.kerberoasting(),
        Surges.portScan(),
        new RareAlert(),
        new AlertFlood(),
        new RareAlertNearby(),
        new TokenReplay(),
        new SessionRelay(),
        new MfaFatigue(),
        new SignInWithoutFactor(),
        new CredentialStuffing(),
        new MfaChangeAfterRisk(),
        new Anonymiser(),
        new BadReputation(),
        new PrivilegeGranted(),
        new RareAdministration(),
        new LoggingOff(),
        new InteractiveServiceAccount(),
        new Consent(),
        new RareUpload(),
        new Forwarding(),
        new SlowDrift(),
        new StepUp());
  }
}

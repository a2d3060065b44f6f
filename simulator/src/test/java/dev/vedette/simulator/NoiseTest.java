package dev.vedette.simulator;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vedette.events.AccessEvent;
import dev.vedette.events.Detail;
import dev.vedette.events.Outcome;
import dev.vedette.events.SubjectType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Honest life looks a little like every attack. */
final class NoiseTest {
  private static final CompanySettings SETTINGS = CompanySettings.of(300, 35, 9).withoutAttacks();
  private static final Company COMPANY = Company.of(SETTINGS);
  private static final List<AccessEvent> EVENTS = new ArrayList<>();

  @BeforeAll
  static void live() {
    COMPANY.iterator().forEachRemaining(e -> EVENTS.add(e.event()));
    assertTrue(EVENTS.size() > 300_000, "only " + EVENTS.size());
  }

  @Test
  void shouldRideTrainsWithinOneSession() {
    var addresses = new HashMap<String, Set<String>>();
    var towns = new HashMap<String, Set<String>>();
    for (AccessEvent each : EVENTS) {
      if (each.source() instanceof AccessEvent.Endpoint source
          && String.valueOf(source.ip()).startsWith("100.65.")) {
        String session = String.valueOf(each.session());
        addresses.computeIfAbsent(session, _ -> new HashSet<>()).add(String.valueOf(source.ip()));
        towns.computeIfAbsent(session, _ -> new HashSet<>()).add(String.valueOf(source.city()));
      }
    }
    assertTrue(addresses.size() > 50, "only " + addresses.size());
    assertTrue(addresses.values().stream().filter(s -> s.size() >= 3).count() > 40);
    assertTrue(towns.values().stream().filter(s -> s.size() >= 2).count() > 40);
  }

  @Test
  void shouldChangeNetworksWithinSessionsOfPhonesAndLaptops() {
    long roaming =
        sessions(e -> e.device() != null).values().stream().filter(s -> s.size() >= 2).count();
    assertTrue(roaming > 1_000, "only " + roaming);
  }

  @Test
  void shouldUsePrivateVpnAndIpv6AndUnmanagedDevices() {
    long rented = count(e -> e.source() != null && e.source().asn() >= 65_100);
    long six = count(e -> e.source() != null && String.valueOf(e.source().ip()).contains(":"));
    long unmanaged =
        count(e -> e.device() == null && principal(e) == SubjectType.USER && e.session() != null);
    System.out.printf("private VPN %d, IPv6 %d, unmanaged %d%n", rented, six, unmanaged);
    assertTrue(rented > 200);
    assertTrue(six > 1_000);
    assertTrue(unmanaged > 1_000);
  }

  @Test
  void shouldFallBehindWithUpdatesAndRecover() {
    long fallen = count(e -> "not-compliant".equals(e.labels().get(Detail.POSTURE_LABEL)));
    long recovered = count(e -> "compliant".equals(e.labels().get(Detail.POSTURE_LABEL)));
    assertTrue(fallen > 30, "only " + fallen);
    assertTrue(recovered <= fallen && recovered * 10 > fallen * 8);
  }

  @Test
  void shouldSignInWithAndWithoutASecondFactor() {
    long with = signIns(true);
    long without = signIns(false);
    assertTrue(with > 5_000 && without > 1_000, with + " and " + without);
    assertTrue(without < with);
  }

  @Test
  void shouldUpdateBrowsersAndRenewDevices() {
    var agents = new HashMap<String, Set<String>>();
    for (AccessEvent each : EVENTS) {
      if (each.device() != null && each.client() != null) {
        agents
            .computeIfAbsent(each.device().id(), _ -> new HashSet<>())
            .add(String.valueOf(each.client().userAgent()));
      }
    }
    assertTrue(agents.values().stream().filter(s -> s.size() >= 2).count() > 150);
    assertTrue(agents.keySet().stream().anyMatch(id -> id.startsWith("lt2-")));
    assertTrue(agents.keySet().stream().anyMatch(id -> id.startsWith("ph2-")));
  }

  @Test
  void shouldTakeArchivesCleanUpAndPatchNowAndThen() {
    Map<String, Integer> most = new TreeMap<>();
    var hours = new HashMap<String, Integer>();
    for (AccessEvent each : EVENTS) {
      if (each.principal() instanceof AccessEvent.Principal who && who.type() == SubjectType.USER) {
        String key = each.action() + " " + who.id() + " " + each.timeMillis() / 3_600_000;
        most.merge(each.action(), hours.merge(key, 1, Integer::sum), Math::max);
      }
    }
    System.out.printf("most in an hour: %s%n", most);
    assertTrue(most.getOrDefault("file.download", 0) > 30);
    assertTrue(most.getOrDefault("file.delete", 0) > 20);
    assertTrue(most.getOrDefault("host.login", 0) > 10);
    assertTrue(most.getOrDefault("iam.user.create", 0) >= 4);
  }

  @Test
  void shouldStayAwayForWeeksAndComeBack() {
    var days = new HashMap<String, Set<Long>>();
    for (AccessEvent each : EVENTS) {
      if (each.principal() instanceof AccessEvent.Principal who) {
        days.computeIfAbsent(who.id(), _ -> new HashSet<>())
            .add((each.timeMillis() - SETTINGS.startMillis()) / CompanySettings.DAY_MILLIS);
      }
    }
    long back =
        days.values().stream()
            .filter(on -> {
              List<Long> sorted = on.stream().sorted().toList();
              for (int i = 1; i < sorted.size(); i++) {
                if (sorted.get(i) - sorted.get(i - 1) >= 14) {
                  return true;
                }
              }
              return false;
            })
            .count();
    assertTrue(back >= 1, "nobody came back");
  }

  private static Map<String, Set<String>> sessions(Predicate<AccessEvent> which) {
    var addresses = new HashMap<String, Set<String>>();
    for (AccessEvent each : EVENTS) {
      if (each.session() != null && which.test(each) && each.source() != null) {
        addresses
            .computeIfAbsent(String.valueOf(each.session()), _ -> new HashSet<>())
            .add(String.valueOf(each.source().ip()));
      }
    }
    return addresses;
  }

  private static long signIns(boolean second) {
    return count(e ->
        e.action().equals(SignIns.SIGN_IN)
            && principal(e) == SubjectType.USER
            && e.auth() != null
            && e.outcome() == Outcome.SUCCESS
            && Boolean.valueOf(second).equals(e.auth().mfa()));
  }

  private static @Nullable SubjectType principal(AccessEvent event) {
    return event.principal() == null ? null : event.principal().type();
  }

  private static long count(Predicate<AccessEvent> which) {
    return EVENTS.stream().filter(which).count();
  }
}

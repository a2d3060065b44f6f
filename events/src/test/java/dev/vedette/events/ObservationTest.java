package dev.vedette.events;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ObservationTest {
  private static boolean isSignIn(Category category, String action) {
    AccessEvent event =
        AccessEvent.builder()
            .timeMillis(1_777_879_800_000L)
            .category(category)
            .action(action)
            .principal(new AccessEvent.Principal(SubjectType.USER, "alice", null))
            .build();
    List<Observation> observations =
        Observation.of(
            event,
            EventHash.of(event),
            event.timeMillis(),
            Rarity.UNKNOWN,
            Detail.of(event, new ActionKinds().of(action)),
            Stamp.Stamps.NONE);
    assertEquals(1, observations.size());
    return observations.getFirst().isSignIn();
  }

  @Test
  void shouldNotTakeASignOutForASignIn() {
    for (String action : List.of("sign_in", "login", "ConsoleLogin", "user.session.start", "mfa")) {
      assertEquals(true, isSignIn(Category.AUTHENTICATION, action), action);
      assertEquals(false, isSignIn(Category.API, action), action);
    }
    for (String action :
        List.of("logout", "LOGOFF", "USER_LOGOUT", "user.session.end", "sign_out", "Logout.x")) {
      assertEquals(false, isSignIn(Category.AUTHENTICATION, action), action);
    }
  }
}

package dev.vedette.simulator;

import dev.vedette.events.AccessEvent.Auth;
import dev.vedette.events.AccessEvent.Client;
import dev.vedette.events.AccessEvent.Device;
import dev.vedette.events.AccessEvent.Endpoint;
import dev.vedette.events.AccessEvent.Principal;
import org.jspecify.annotations.Nullable;

/**
 * Who acts, from where and with what.
 *
 * @param clockMillis how far the clock that stamps the events is ahead of true time
 */
record Presence(
    Principal principal,
    @Nullable String session,
    @Nullable Device device,
    Endpoint source,
    Client client,
    @Nullable Auth auth,
    long clockMillis) {
  Presence in(@Nullable String other) {
    return new Presence(principal, other, device, source, client, auth, clockMillis);
  }

  Presence proved(@Nullable Auth how) {
    return new Presence(principal, session, device, source, client, how, clockMillis);
  }

  Presence with(String userAgent, String app) {
    return new Presence(
        principal, session, device, source, new Client(userAgent, app), auth, clockMillis);
  }

  Presence from(Endpoint other) {
    return new Presence(principal, session, device, other, client, auth, clockMillis);
  }
}

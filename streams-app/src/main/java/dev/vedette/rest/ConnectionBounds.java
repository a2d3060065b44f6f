package dev.vedette.rest;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.jspecify.annotations.Nullable;

/**
 * How many connections there may be, and how long one may keep the server waiting for a request.
 *
 * <p>A client is an address, or a network of 64 bits in IPv6. Who has too many, or has most while
 * all together are full, is turned away at the door, which costs little however often it comes. Who
 * has fewer then gets the place of one of whoever has most: first those that never sent a request,
 * then those that wait for one longest, and last those at work. So nobody who has few is kept out.
 * A header must be whole within a time, however it trickles in.
 */
final class ConnectionBounds implements Connection.Listener {
  /** As many as one client may have: a proxy in front is one client. */
  static final int OF_ONE_CLIENT = 256;

  /** As many as all clients may have together. */
  static final int TOGETHER = 1_024;

  /** How long the first request of a connection may take to come. */
  static final Duration FIRST_REQUEST = Duration.ofSeconds(5);

  /** How long the next request may take to come after the last byte of an answer. */
  static final Duration NEXT_REQUEST = Duration.ofSeconds(30);

  private static final Duration LOOKED_EACH = Duration.ofSeconds(1);

  private final ServerConnector connector;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Connection, Held> held = new HashMap<>();
  private final Map<String, Set<Held>> byClient = new HashMap<>();

  /** A connection, and since when nothing was done for it. */
  private static final class Held {
    private final Connection connection;
    private final String client;
    private long bytesOut;
    private long sinceNanos = System.nanoTime();

    private Held(Connection connection, String client) {
      this.connection = connection;
      this.client = client;
    }

    private boolean isAtWork() {
      return connection.getMessagesIn() != connection.getMessagesOut();
    }

    private boolean hasAsked() {
      return connection.getMessagesIn() != 0;
    }

    private long sinceNanos() {
      return sinceNanos;
    }

    /** Whether a request is overdue. */
    private boolean isLate(long now) {
      // A stream of updates counts as answered from its beginning, but goes on.
      long out = connection.getBytesOut();
      if (out != bytesOut || isAtWork()) {
        bytesOut = out;
        sinceNanos = now;
        return false;
      }
      Duration patience = hasAsked() ? NEXT_REQUEST : FIRST_REQUEST;
      return now - sinceNanos > patience.toNanos();
    }
  }

  private ConnectionBounds(ServerConnector connector) {
    this.connector = connector;
  }

  /** A connector whose connections are bounded. */
  static ServerConnector connector(Server server, HttpConnectionFactory http) {
    var connector = new Guarded(server, http);
    connector.setAcceptQueueSize(TOGETHER);
    connector.addBean(connector.bounds);
    connector.addEventListener(connector.bounds.new Looking());
    return connector;
  }

  /** One that asks before anything is made for a connection. */
  private static final class Guarded extends ServerConnector {
    private final ConnectionBounds bounds = new ConnectionBounds(this);

    private Guarded(Server server, HttpConnectionFactory http) {
      super(server, 1, 1, http);
    }

    @Override
    public void accept(int acceptor) throws IOException {
      if (!(getTransport() instanceof ServerSocketChannel door) || !door.isOpen()) {
        return;
      }
      SocketChannel channel = door.accept();
      try {
        if (!bounds.lets(channel)) {
          channel.close();
          return;
        }
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, getAcceptedTcpNoDelay());
      } catch (IOException e) {
        channel.close(); // it is gone already
        return;
      }
      getSelectorManager().accept(channel);
    }
  }

  private boolean lets(SocketChannel channel) throws IOException {
    String client = client(channel.getRemoteAddress());
    lock.lock();
    try {
      int its = byClient.getOrDefault(client, Set.of()).size();
      return its < OF_ONE_CLIENT && (held.size() < TOGETHER || its + 1 < ofGreediest().size());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void onOpened(Connection connection) {
    Held victim;
    lock.lock();
    try {
      var newcomer =
          new Held(connection, client(connection.getEndPoint().getRemoteSocketAddress()));
      held.put(connection, newcomer);
      Set<Held> its = byClient.computeIfAbsent(newcomer.client, name -> new HashSet<>());
      its.add(newcomer);
      victim =
          its.size() > OF_ONE_CLIENT
              ? leastMissed(its)
              : held.size() > TOGETHER ? leastMissed(ofGreediest()) : null;
      if (victim != null) {
        forget(victim);
      }
    } finally {
      lock.unlock();
    }
    if (victim != null) {
      victim.connection.getEndPoint().close();
    }
  }

  @Override
  public void onClosed(Connection connection) {
    lock.lock();
    try {
      Held one = held.get(connection);
      if (one != null) {
        forget(one);
      }
    } finally {
      lock.unlock();
    }
  }

  private void forget(Held one) {
    held.remove(one.connection);
    Set<Held> its = byClient.get(one.client);
    if (its != null && its.remove(one) && its.isEmpty()) {
      byClient.remove(one.client);
    }
  }

  private Set<Held> ofGreediest() {
    return byClient.values().stream().max(Comparator.comparingInt(Set::size)).orElse(Set.of());
  }

  private static @Nullable Held leastMissed(Set<Held> connections) {
    return connections.stream()
        .min(
            Comparator.comparing(Held::isAtWork)
                .thenComparing(Held::hasAsked)
                .thenComparingLong(Held::sinceNanos))
        .orElse(null);
  }

  /** The client of an address that is written out, in brackets or not; of another text, that. */
  static String client(String address) {
    if (address.indexOf(':') < 0) {
      return address;
    }
    try {
      return client(InetAddress.ofLiteral(address.replaceAll("[\\[\\]]", "")));
    } catch (IllegalArgumentException e) {
      return address;
    }
  }

  private static String client(@Nullable SocketAddress from) {
    return client(from instanceof InetSocketAddress remote ? remote.getAddress() : null);
  }

  private static String client(@Nullable InetAddress address) {
    return switch (address) {
      case null -> "";
      case Inet6Address v6 -> HexFormat.of().formatHex(Arrays.copyOf(v6.getAddress(), Long.BYTES));
      case InetAddress v4 -> v4.getHostAddress();
    };
  }

  private void closeLate() {
    long now = System.nanoTime();
    List<Held> late;
    lock.lock();
    try {
      late = held.values().stream().filter(one -> one.isLate(now)).toList();
      late.forEach(this::forget);
    } finally {
      lock.unlock();
    }
    late.forEach(one -> one.connection.getEndPoint().close());
  }

  /** Looks each second, while the connector runs. */
  private final class Looking implements LifeCycle.Listener, Runnable {
    @Override
    public void lifeCycleStarted(LifeCycle started) {
      again();
    }

    @Override
    public void run() {
      if (connector.isRunning()) {
        closeLate();
        again();
      }
    }

    private void again() {
      var _ =
          connector.getScheduler().schedule(this, LOOKED_EACH.toMillis(), TimeUnit.MILLISECONDS);
    }
  }
}

package dev.vedette.rest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Clients of other addresses of this machine (127.0.1.1 and on) that want the server's connections:
 * each connects, sends the beginning of a request, goes on a byte a second, and never comes to its
 * end. One thread for all.
 */
final class Crowd implements AutoCloseable {
  private static final List<String> BEGINNINGS =
      List.of(
          "",
          "GET /v1/heal",
          "GET /v1/health HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ",
          "POST /v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-ndjson\r\n"
              + "Content-Length: 10000000\r\n\r\n{",
          "POST /v1/tenants/acme/risk/lookup HTTP/1.1\r\nHost: 127.0.0.1\r\n"
              + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{");

  /** Who was cut off comes again, so many a second together. */
  static final int COMING_BACK_A_SECOND = 1_000;

  private static final int TICKS_A_SECOND = 100;

  private final int port;
  private final int addresses;
  private final Deque<Integer> away = new ArrayDeque<>();
  private final Selector selector = Selector.open();
  private final List<@Nullable SelectionKey> keys = new ArrayList<>();
  private final ByteBuffer read = ByteBuffer.allocateDirect(1 << 16);
  private final AtomicLong cut = new AtomicLong();
  private final Thread thread;
  private volatile boolean there;
  private volatile boolean closing;

  /** Connects, as fast as it can. */
  Crowd(int port, int connections, int addresses) throws IOException {
    this.port = port;
    this.addresses = addresses;
    for (int i = 0; i < connections; i++) {
      keys.add(null);
    }
    thread = Thread.ofPlatform().name("crowd").start(this::run);
  }

  /** Whether all have tried. */
  boolean isThere() {
    return there;
  }

  /** How often one was cut off. */
  long cut() {
    return cut.get();
  }

  private void run() {
    try (selector) {
      for (int i = 0; i < keys.size() && !closing; i++) {
        connect(i);
        look(0);
      }
      there = true;
      for (int tick = 0; !closing; tick = (tick + 1) % TICKS_A_SECOND) {
        long end = System.nanoTime() + 1_000_000_000 / TICKS_A_SECOND;
        for (int i = tick; i < keys.size(); i += TICKS_A_SECOND) {
          goOn(i);
        }
        for (int i = 0; i < COMING_BACK_A_SECOND / TICKS_A_SECOND && !away.isEmpty(); i++) {
          connect(away.remove());
        }
        for (long left = 1; left > 0; left = (end - System.nanoTime()) / 1_000_000) {
          look(left);
        }
      }
      for (SelectionKey key : keys) {
        if (key != null) {
          key.channel().close();
        }
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void connect(int i) throws IOException {
    SocketChannel channel = SocketChannel.open();
    byte[] address = {127, 0, 1, (byte) (1 + i % addresses)};
    channel.bind(new InetSocketAddress(InetAddress.getByAddress(address), 0));
    channel.configureBlocking(false);
    try {
      int next =
          channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
              ? SelectionKey.OP_READ
              : SelectionKey.OP_CONNECT;
      keys.set(i, channel.register(selector, next, i));
      if (next == SelectionKey.OP_READ) {
        send(channel, BEGINNINGS.get(i % BEGINNINGS.size()));
      }
    } catch (IOException e) {
      lose(i, channel);
    }
  }

  private void look(long millis) throws IOException {
    if (millis > 0) {
      selector.select(millis);
    } else {
      selector.selectNow();
    }
    for (SelectionKey key : selector.selectedKeys()) {
      var channel = (SocketChannel) key.channel();
      int i = (Integer) key.attachment();
      try {
        if (key.isConnectable() && channel.finishConnect()) {
          key.interestOps(SelectionKey.OP_READ);
          send(channel, BEGINNINGS.get(i % BEGINNINGS.size()));
        } else if (key.isReadable() && channel.read(read.clear()) < 0) {
          lose(i, channel);
        }
      } catch (IOException e) {
        lose(i, channel);
      }
    }
    selector.selectedKeys().clear();
  }

  private void goOn(int i) throws IOException {
    SelectionKey key = keys.get(i);
    if (key != null && i % BEGINNINGS.size() != 0 && key.interestOps() == SelectionKey.OP_READ) {
      var channel = (SocketChannel) key.channel();
      try {
        send(channel, "x");
      } catch (IOException e) {
        lose(i, channel);
      }
    }
  }

  private static void send(SocketChannel channel, String text) throws IOException {
    channel.write(ByteBuffer.wrap(text.getBytes(ISO_8859_1)));
  }

  private void lose(int i, SocketChannel channel) throws IOException {
    keys.set(i, null);
    channel.close();
    away.add(i);
    cut.incrementAndGet();
  }

  @Override
  public void close() {
    closing = true;
    selector.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}

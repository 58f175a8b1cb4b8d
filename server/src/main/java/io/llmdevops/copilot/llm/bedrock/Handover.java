package io.llmdevops.copilot.llm.bedrock;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamOutput;

/// From the SDK's threads to ours. Never more events wait than were asked for, so a slow reader
/// holds the connection up.
final class Handover implements Subscriber<ConverseStreamOutput> {
  private static final int AHEAD = 64;

  /// What arrives.
  sealed interface Item {}

  record Came(ConverseStreamOutput event) implements Item {}

  record Failed(Throwable cause) implements Item {}

  record Ended() implements Item {}

  private final BlockingQueue<Item> items = new LinkedBlockingQueue<>();
  private volatile @Nullable Subscription subscription;

  void attach(SdkPublisher<ConverseStreamOutput> publisher) {
    publisher.subscribe(this);
  }

  Item take() throws InterruptedException {
    Item item = items.take();
    Subscription source = subscription;
    if (item instanceof Came && source != null) {
      source.request(1);
    }
    return item;
  }

  void failed(Throwable cause) {
    items.add(new Failed(cause));
  }

  void ended() {
    items.add(new Ended());
  }

  @Override
  public void onSubscribe(Subscription source) {
    subscription = source;
    source.request(AHEAD);
  }

  @Override
  public void onNext(ConverseStreamOutput event) {
    items.add(new Came(event));
  }

  @Override
  public void onError(Throwable cause) {
    failed(cause);
  }

  /// The exchange itself tells when it is over.
  @Override
  public void onComplete() {}
}

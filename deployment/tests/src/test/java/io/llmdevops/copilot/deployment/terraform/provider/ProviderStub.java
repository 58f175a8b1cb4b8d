package io.llmdevops.copilot.deployment.terraform.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.UnknownFieldSet;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// Terraform's AWS provider as far as Terraform can tell. It runs before Terraform does, which
/// finds it by the variable TF_REATTACH_PROVIDERS and then neither looks for the real provider in a
/// registry nor starts a process.
public final class ProviderStub implements AutoCloseable {
  private static final Context.Key<SocketAddress> CLIENT = Context.key("client");

  private final Server server;
  private final Schemas schemas;
  private final byte[] schemaResponse;

  // Terraform opens one connection for each `provider` block, which is the only thing that tells
  // them apart.
  private final Map<SocketAddress, Behaviour.Configuration> configurations =
      new ConcurrentHashMap<>();

  /// Starts on a free port of the loopback interface.
  ///
  /// @param schemaFile the schemas of the AWS provider, JSON, gzipped
  /// @param types the types of resources and data sources to serve; Terraform decodes all that it
  ///   is served, at each step, and all 2,306 take it four times as long
  public ProviderStub(Path schemaFile, Set<String> types) {
    schemas = new Schemas(schemaFile, types);
    schemaResponse = schemas.toResponse();
    ServerServiceDefinition.Builder service = ServerServiceDefinition.builder("tfplugin5.Provider");
    add(service, "GetSchema", request -> schemaResponse);
    add(service, "GetFunctions", request -> new byte[0]);
    add(service, "Stop", request -> new byte[0]);
    add(
        service,
        "PrepareProviderConfig",
        request -> Wire.write().bytes(1, Wire.bytes(request, 1)).toBytes());
    add(service, "ValidateResourceTypeConfig", request -> new byte[0]);
    add(service, "ValidateDataSourceConfig", request -> new byte[0]);
    add(service, "Configure", this::configure);
    add(service, "UpgradeResourceState", this::upgrade);
    add(
        service,
        "ReadResource",
        request -> Wire.write().bytes(1, Wire.bytes(request, 2)).toBytes());
    add(service, "PlanResourceChange", this::plan);
    add(service, "ApplyResourceChange", this::apply);
    add(service, "ReadDataSource", this::readDataSource);
    try {
      server =
          NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
              .addService(service.build())
              .intercept(new ClientAddress())
              .maxInboundMessageSize(64 << 20)
              .build()
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The value of TF_REATTACH_PROVIDERS.
  public String reattach() {
    return """
    {"registry.terraform.io/hashicorp/aws":{"Protocol":"grpc","ProtocolVersion":5,"Pid":%d,"Test":true,\
    "Addr":{"Network":"tcp","String":"127.0.0.1:%d"}}}\
    """
        .formatted(ProcessHandle.current().pid(), server.getPort());
  }

  private byte[] configure(UnknownFieldSet request) {
    configurations.put(
        CLIENT.get(), Behaviour.Configuration.of(Values.read(request, 2 /* config */)));
    return new byte[0];
  }

  /// The schema has not changed since the state was written, so the state is as it should be.
  private byte[] upgrade(UnknownFieldSet request) {
    UnknownFieldSet state = Wire.message(request, 3 /* raw_state */);
    return Wire.write()
        .message(
            1 /* upgraded_state */,
            Wire.write().bytes(2 /* json */, Wire.bytes(state, 1 /* json */)))
        .toBytes();
  }

  private byte[] plan(UnknownFieldSet request) {
    String type = Wire.text(request, 1 /* type_name */);
    JsonNode planned =
        behaviour()
            .plan(type, schemas.resource(type), Values.read(request, 3 /* proposed_new_state */));
    return Wire.write()
        .message(1 /* planned_state */, Values.write(planned))
        .flag(5 /* legacy_type_system */, true)
        .toBytes();
  }

  private byte[] apply(UnknownFieldSet request) {
    String type = Wire.text(request, 1 /* type_name */);
    JsonNode state =
        behaviour()
            .apply(type, schemas.resource(type), Values.read(request, 3 /* planned_state */));
    return Wire.write()
        .message(1 /* new_state */, Values.write(state))
        .flag(4 /* legacy_type_system */, true)
        .toBytes();
  }

  private byte[] readDataSource(UnknownFieldSet request) {
    String type = Wire.text(request, 1 /* type_name */);
    JsonNode state =
        behaviour().read(type, schemas.dataSource(type), Values.read(request, 2 /* config */));
    return Wire.write().message(1 /* state */, Values.write(state)).toBytes();
  }

  private Behaviour behaviour() {
    return new Behaviour(configurations.getOrDefault(CLIENT.get(), Behaviour.Configuration.NONE));
  }

  private static void add(
      ServerServiceDefinition.Builder service,
      String method,
      Function<UnknownFieldSet, byte[]> answer) {
    MethodDescriptor<byte[], byte[]> descriptor =
        MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(MethodType.UNARY)
            .setFullMethodName(
                MethodDescriptor.generateFullMethodName("tfplugin5.Provider", method))
            .setRequestMarshaller(Bytes.MARSHALLER)
            .setResponseMarshaller(Bytes.MARSHALLER)
            .build();
    service.addMethod(
        descriptor,
        ServerCalls.asyncUnaryCall((request, observer) -> {
          try {
            observer.onNext(answer.apply(Wire.parse(request)));
            observer.onCompleted();
          } catch (RuntimeException e) {
            observer.onError(
                Status.INTERNAL.withDescription(method + ": " + e).withCause(e).asException());
          }
        }));
  }

  @Override
  public void close() {
    server.shutdownNow();
    try {
      server.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class ClientAddress implements ServerInterceptor {
    @Override
    public <A, B> ServerCall.Listener<A> interceptCall(
        ServerCall<A, B> call, Metadata headers, ServerCallHandler<A, B> next) {
      SocketAddress client = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
      return Contexts.interceptCall(
          Context.current().withValue(CLIENT, client), call, headers, next);
    }
  }

  private enum Bytes implements MethodDescriptor.Marshaller<byte[]> {
    MARSHALLER;

    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}

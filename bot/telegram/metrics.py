"""What is counted, in the names Prometheus reads."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

CONTENT_TYPE = CONTENT_TYPE_LATEST
_SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class Metrics:
    """Counters of one running bot; none of them holds a text or a name."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.updates = Counter(
            "wenbao_updates", "Updates received, by kind", ["kind"], registry=self.registry
        )
        self.answers = Counter(
            "wenbao_answers",
            "Questions answered, by kind of question and status",
            ["kind", "status"],
            registry=self.registry,
        )
        self.latency = Histogram(
            "wenbao_answer_seconds",
            "Seconds from a question's arrival until its answer is sent",
            registry=self.registry,
            buckets=_SECONDS,
        )
        self.queue = Gauge(
            "wenbao_queue_depth", "Updates on disk not yet dealt with", registry=self.registry
        )
        self.failures = Counter(
            "wenbao_failures", "What went wrong, by kind", ["kind"], registry=self.registry
        )
        self.texts = Counter(
            "wenbao_texts",
            "Texts brought by readers, by outcome",
            ["outcome"],
            registry=self.registry,
        )
        self.feedback = Counter(
            "wenbao_feedback", "Verdicts of readers", ["verdict"], registry=self.registry
        )

    def page(self) -> bytes:
        """Return all of them in Prometheus' text format."""
        return generate_latest(self.registry)

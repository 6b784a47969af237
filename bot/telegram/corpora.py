"""Which corpus a chat asks; those of chats' own texts are built when needed."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence

from cachetools import LRUCache

from bot.telegram.conversation import Conversations
from bot.telegram.corpus import Corpus, own_corpus, own_digest
from bot.telegram.store.texts import OwnText, Texts
from bot.telegram.workers import Workers

KEPT_CHARACTERS = 800_000
"""Characters of own texts kept ready, more than a chat can have.

A thousand of them take a megabyte to a megabyte and a half.
"""


class Corpora:
    """The operator's paper, and the own texts of chats."""

    def __init__(
        self,
        paper: Corpus,
        texts: Texts,
        conversations: Conversations,
        workers: Workers,
        threshold: float | None,
    ) -> None:
        self.paper = paper
        self._texts = texts
        self._conversations = conversations
        self._workers = workers
        self._threshold = threshold
        self._own: LRUCache[str, Corpus] = LRUCache(KEPT_CHARACTERS, lambda c: c.characters)
        self._building: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def of(self, chat_id: int) -> Corpus:
        """Return what a chat asks: its own texts, if it has any and has not chosen the paper."""
        texts = self._texts.of(chat_id)
        if not texts or self._texts.asks_paper(chat_id):
            return self.paper
        return await self._ready(chat_id, texts)

    async def with_digest(self, chat_id: int, digest: str) -> Corpus | None:
        """Return the paper or a chat's own texts, whichever has a digest; None if neither has."""
        if digest == self.paper.digest:
            return self.paper
        texts = self._texts.of(chat_id)
        return await self._ready(chat_id, texts) if digest == own_digest(texts) else None

    async def _ready(self, chat_id: int, texts: Sequence[OwnText]) -> Corpus:
        key = own_digest(texts)
        async with self._building[key]:
            corpus = self._own.get(key)
            if corpus is None:
                corpus = await self._workers.read(lambda: own_corpus(texts, self._threshold))
                if self._texts.of(chat_id) == texts:  # not forgotten in the meantime
                    self._own[key] = corpus
        self._building.pop(key, None)
        return corpus

    def forget(self, chat_id: int) -> None:
        """Drop a chat's own texts, and all that was answered from them, from memory."""
        digest = own_digest(self._texts.of(chat_id))
        self._own.pop(digest, None)
        self._conversations.forget(digest)

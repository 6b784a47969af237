"""A file's text to a page: articles with headline, byline, pictures and paragraphs."""

from collections.abc import Container, Sequence

from retrieval.blocks import Block, read_blocks
from retrieval.drafts import Draft
from retrieval.lines import read_lines
from retrieval.page import Article, Page, Role
from retrieval.page_head import page_head_end
from retrieval.punctuation import is_finished
from retrieval.shapes import Shape, is_notice_title, is_remark, label_name

_LONGEST_HEAD = 3
"""Most lines of a headline: the line above it, itself, the line below it. More are a list."""
_MOST_SUBHEADS = 2
"""Most short lines between two paragraphs that are still subheads. More are a list; two that are
no items of one (一、…) are a headline with the line above or below it."""
_TELLING = (Shape.TEXT, Shape.ITEM, Shape.CAPTION)


def read_page(text: str, source: str) -> Page:
    """Read `text`, the decoded file that the user calls `source`.

    Every character that is neither white space nor Markdown markup comes to stand in exactly one
    paragraph. A text without any words gives a page without articles.
    """
    return Page(source, text, tuple(_Articles(read_blocks(read_lines(text))).read()))


class _Articles:
    """Divides the blocks of a page into articles and says what each block is."""

    def __init__(self, blocks: list[Block]) -> None:
        self.blocks = blocks
        self.drafts: list[Draft] = []
        self.is_closed = True
        """Whether the next headline-like line must begin an article."""
        self.pending = Draft()
        """What stands before the headline of the article to come: label, byline, folio."""
        self.label: str | None = None
        levels = [b.first.line.level for b in blocks if b.first.line.level]
        self.top_level = min(levels, default=0)

        self.after_credits = _run_ends(blocks, (Shape.CREDIT,))
        self.after_small_print = _run_ends(blocks, (Shape.BYLINE, Shape.CREDIT))
        self.after_headings = _run_ends(blocks, (Shape.HEADING,))

    def read(self) -> list[Article]:
        at = self._read_page_head()
        while at < len(self.blocks):
            at = self._read_from(at)
        if self.pending.paragraphs:
            self._begin()
        self._end_picture_columns()
        return [draft.finished(index) for index, draft in enumerate(self.drafts)]

    def _read_page_head(self) -> int:
        """Read the head of the page, if it has one; return where to go on."""
        end = page_head_end(self.blocks)
        head = self.blocks[:end]
        # What it tells beside (the weather, the price) is an article of its own.
        draft = self._begin() if any(b.shape in _TELLING for b in head) else self.pending
        for block in head:
            if block.shape in _TELLING:
                draft.add(Role.PROSE, block.mapped())
            elif block.shape in (Shape.HEADING, Shape.LABEL):
                draft.add(Role.LABEL, block.mapped())
                if block.shape is Shape.LABEL:
                    self.label = label_name(block.first.text)
            else:
                draft.add(Role.BYLINE, block.mapped())
        self.is_closed = True
        return end

    def _end_picture_columns(self) -> None:
        """Take the label from articles that merely stand below a section of pictures."""
        is_picture_column = False
        for draft in self.drafts:
            if Role.LABEL in draft.roles:
                is_picture_column = draft.is_picture
            elif is_picture_column and not draft.is_picture:
                draft.label = None

    def _read_from(self, at: int) -> int:
        """Read the block at `at`, or the run of headings there; return where to go on."""
        block = self.blocks[at]
        shape = block.shape
        if shape is Shape.LABEL and self._is_label(at):
            self.label = label_name(block.first.text)
            self.is_closed = True
            self.pending.add(Role.LABEL, block.mapped())
        elif shape in (Shape.HEADING, Shape.LABEL):
            end = at
            while end < len(self.blocks) and self.blocks[end].shape in (Shape.HEADING, Shape.LABEL):
                if end > at and self._is_label(end):
                    break
                if end > at and self._is_top(end):
                    break
                end += 1
            self._read_headings(at, end)
            return end
        elif shape is Shape.BYLINE:
            self._read_byline(at)
        elif shape in (Shape.CAPTION, Shape.CREDIT):
            self._read_picture(block)
        else:
            self._read_text(block)
            byline = block.lines[-1].byline
            signed = byline is not None and byline.authors
            if (signed or is_remark(block.first.text)) and self._ends_story(at + 1):
                self._close(self.drafts[-1])
        return at + 1

    def _read_headings(self, start: int, end: int) -> None:
        run = self.blocks[start:end]
        heads_text = end < len(self.blocks) and self.blocks[end].shape is not Shape.LABEL
        opens = self._opens_story(end) or self._is_long_headline(run, end)
        if self.is_closed or self._is_top(start) or opens:
            if len(run) > _LONGEST_HEAD and not self.is_closed and not run[0].first.line.level:
                # The end of a list, then the headline.
                for block in run[:-1]:
                    self._current().add(Role.PROSE, block.mapped())
                run = run[-1:]
            if not heads_text and len(run) == 1 and not self.drafts and not self.pending.paragraphs:
                self._begin().add(Role.PROSE, run[0].mapped())
                return
            draft = self._begin()
            # Over the title of a notice may stand who gives it.
            title = next((b for b in run if is_notice_title(b.first.text)), run[0])
            draft.headline = title.mapped().text
            is_head = heads_text and len(run) <= _LONGEST_HEAD
            for block in run:
                role = Role.HEADLINE if block is title else self._subhead_role(block, is_head)
                draft.add(role, block.mapped())
            return
        is_head = heads_text and self._leads_to_text(end) and len(run) <= _MOST_SUBHEADS
        for block in run:
            self._current().add(self._subhead_role(block, is_head), block.mapped())

    def _is_long_headline(self, run: Sequence[Block], end: int) -> bool:
        """Tell whether two lines stand over a paragraph in the middle of an article.

        Or three that a blank line parts from what is above, and none from one another.
        """
        gaps = [b.first.line.gap for b in run]
        set_off = len(run) == _LONGEST_HEAD and gaps[0] > 0 and not any(gaps[1:])
        return (
            (len(run) == _MOST_SUBHEADS or set_off)
            and bool(self.drafts)
            and Role.PROSE in self.drafts[-1].roles
            and end < len(self.blocks)
            and self.blocks[end].shape is Shape.TEXT
            and not any(b.first.line.level or b.first.starts_item for b in run)
            and not any(is_finished(b.first.text) for b in run)
        )

    def _subhead_role(self, block: Block, is_head: bool) -> Role:
        if block.first.line.level:
            return Role.SUBHEAD
        # A question or exclamation by itself is rather a sentence of the text.
        return Role.SUBHEAD if is_head and not is_finished(block.first.text) else Role.PROSE

    def _read_byline(self, at: int) -> None:
        block = self.blocks[at]
        if block.first.opens_story and not self.is_closed and Role.PROSE in self._current().roles:
            self.is_closed = True
        if self.is_closed:
            if self.drafts and not self.pending.paragraphs and not self._leads_to_text(at + 1):
                # More small print below the same article.
                draft = self.drafts[-1]
            else:
                draft = self.pending
        else:
            draft = self._current()
        draft.credit(block)
        draft.add(Role.BYLINE, block.mapped())
        if draft is not self.pending and Role.PROSE in draft.roles and self._ends_story(at):
            self._close(draft)

    def _ends_story(self, at: int) -> bool:
        """Tell whether nothing of a story follows at `at`: a heading, a label or the end."""
        following = self.after_small_print[at]
        return following >= len(self.blocks) or self.blocks[following].shape in (
            Shape.HEADING,
            Shape.LABEL,
        )

    def _close(self, draft: Draft) -> None:
        """End an article with the byline that closes it.

        Where others are named at its beginning, it is theirs up to the last subhead only.
        """
        self.is_closed = True
        rest = draft.split_off()
        if rest is not None:
            self.drafts.append(rest)

    def _read_picture(self, block: Block) -> None:
        draft = self._current()
        draft.credit(block)
        role = Role.CAPTION if block.shape is Shape.CAPTION else Role.CREDIT
        draft.add(role, block.mapped())
        draft.add_behind(block)

    def _read_text(self, block: Block) -> None:
        first = block.first
        if first.opens_story and (self.is_closed or self._current().has_text):
            draft = self._begin()
        else:
            draft = self._current()
        if first.dateline is not None and first.before is not None:
            draft.authors.extend(first.dateline.authors)
            draft.add(Role.BYLINE, first.before)
        draft.add(Role.PROSE, block.mapped())
        draft.credit(block)
        draft.add_behind(block)

    def _current(self) -> Draft:
        """Return the article being read; begin one without headline when there is none."""
        if self.drafts and not self.pending.paragraphs:
            self.is_closed = False
            return self.drafts[-1]
        return self._begin()

    def _begin(self) -> Draft:
        draft = Draft(label=self.label)
        self.drafts.append(draft)
        draft.take(self.pending)
        self.pending = Draft()
        self.is_closed = False
        return draft

    def _is_label(self, at: int) -> bool:
        """Tell whether a marked line stands over articles, not over paragraphs as a subhead."""
        block = self.blocks[at]
        following = at + 1
        if block.shape is not Shape.LABEL or following == len(self.blocks):
            return False
        after = self.blocks[following]
        return after.shape in (Shape.HEADING, Shape.BYLINE) or after.first.opens_story

    def _is_top(self, at: int) -> bool:
        level = self.blocks[at].first.line.level
        return level > 0 and level == self.top_level

    def _leads_to_text(self, at: int) -> bool:
        """Tell whether, pictures aside, a paragraph follows at `at`."""
        at = self.after_credits[at]
        return at < len(self.blocks) and self.blocks[at].shape in (
            Shape.TEXT,
            Shape.ITEM,
            Shape.CAPTION,
        )

    def _opens_story(self, at: int) -> bool:
        """Tell whether a story begins at `at`: with a dateline, or a byline and then text."""
        if at >= len(self.blocks):
            return False
        if self.blocks[at].first.opens_story:
            return True
        if self.blocks[at].shape is not Shape.BYLINE:
            return False
        following = self.after_small_print[at]
        if self._leads_to_text(following):
            return True
        # A subhead between byline and text; a headline there would have its own story.
        end = self.after_headings[following]
        return (
            0 < end - following <= _MOST_SUBHEADS
            and self._leads_to_text(end)
            and not self.blocks[end].first.opens_story
        )


def _run_ends(blocks: Sequence[Block], shapes: Container[Shape]) -> list[int]:
    """Return for each index, `len(blocks)` too, where the run of such blocks from there ends."""
    ends = [len(blocks)]
    for at in range(len(blocks) - 1, -1, -1):
        ends.append(ends[-1] if blocks[at].shape in shapes else at)
    return ends[::-1]

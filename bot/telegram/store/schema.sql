-- Times are seconds since 1970. Lists of questions are JSON arrays of strings.

-- Updates from Telegram, from the moment they arrive until they have been dealt with.
CREATE TABLE inbox (
    update_id INTEGER PRIMARY KEY,
    body TEXT NOT NULL,          -- JSON as Telegram sent it
    attempts INTEGER NOT NULL,   -- how often work on it has begun
    received REAL NOT NULL
);

-- Updates dealt with, so that one that Telegram sends twice is answered once.
CREATE TABLE handled (
    update_id INTEGER PRIMARY KEY,
    at REAL NOT NULL
);

-- The language a user has chosen for the interface.
CREATE TABLE languages (
    user_id INTEGER PRIMARY KEY,
    language TEXT NOT NULL
);

-- The questions a user's next question in a chat may lean on.
CREATE TABLE dialogues (
    chat_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    questions TEXT NOT NULL,
    at REAL NOT NULL,
    PRIMARY KEY (chat_id, user_id)
);

-- Answers sent, for buttons, for edited questions and for replies to them. The answer itself is
-- worked out anew when it is needed: the same questions about the same text give the same answer.
CREATE TABLE answers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    chat_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    question_id INTEGER NOT NULL,  -- message of the asker; of the bot, when a button asked
    message_id INTEGER NOT NULL,   -- message of the bot; 0 until it has been sent
    questions TEXT NOT NULL,       -- the question, after those it leans on
    corpus TEXT NOT NULL,          -- digest of the texts asked
    heading INTEGER NOT NULL,      -- whether the message repeats the question
    at REAL NOT NULL
);
CREATE INDEX answers_by_message ON answers (chat_id, message_id);
CREATE INDEX answers_by_question ON answers (chat_id, question_id, user_id);

-- A chat's own texts.
CREATE TABLE texts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    chat_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    body TEXT NOT NULL,
    message_id INTEGER NOT NULL,   -- the (last) message it came in
    reply_id INTEGER NOT NULL,     -- the bot's summary of it
    last_part INTEGER NOT NULL,    -- characters of that message; 0 for a file
    at REAL NOT NULL
);
CREATE INDEX texts_by_chat ON texts (chat_id);

-- Chats that ask the operator's paper although they have texts of their own.
CREATE TABLE paper_readers (
    chat_id INTEGER PRIMARY KEY
);

-- 👍 and 👎, complete in themselves: the question, what it leans on, and what was answered.
CREATE TABLE feedback (
    chat_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    answer_id INTEGER NOT NULL,
    good INTEGER NOT NULL,
    questions TEXT NOT NULL,
    kind TEXT NOT NULL,
    answers TEXT NOT NULL,         -- JSON array: one text for each question answered, null for none
    evidence TEXT NOT NULL,        -- JSON array of the sentences shown
    corpus TEXT NOT NULL,
    own INTEGER NOT NULL,          -- whether the texts asked were the chat's own
    at REAL NOT NULL,
    PRIMARY KEY (answer_id, user_id)
);

# SPDX-License-Identifier: Apache-2.0
"""Writes a Stack Exchange dump of any size whose figures are known by construction."""
import datetime

BEGIN = datetime.datetime(2020, 1, 1)


def _row(**attributes):
    escaped = {name: str(value).replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
               for name, value in attributes.items()}
    return "  <row " + " ".join(f'{name}="{value}"' for name, value in escaped.items()) + " />\n"


def write(folder, questions=1, answers=1, comments=1, votes=1):
    """Each question has so many answers, of which the first is accepted where there is one; each post so many comments
    and votes up, and every third post a vote down. Returns {row of a post: (score, answers, comments)} and the number
    of items by kind of event."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {name: [] for name in ("Users", "Posts", "Comments", "Votes")}
    people, post, comment, vote, figures, minute = 50, 0, 0, 0, {}, 0
    files["Users"] = [_row(Id=i + 1, DisplayName=f"Person {i + 1}", CreationDate=BEGIN.isoformat() + ".000")
                      for i in range(people)]

    def now():
        nonlocal minute
        minute += 1
        return (BEGIN + datetime.timedelta(minutes=minute)).isoformat() + ".000"

    def add_post(row, is_question, parent):
        nonlocal comment, vote
        down = 1 if row % 3 == 0 else 0
        more = (dict(Title=f"Question {row}", Tags="<a><b>", AnswerCount=answers,
                     **({"AcceptedAnswerId": row + 1} if answers else {})) if is_question else dict(ParentId=parent))
        files["Posts"].append(_row(Id=row, PostTypeId=1 if is_question else 2, CreationDate=now(), Score=votes - down,
                                   OwnerUserId=row % people + 1, CommentCount=comments,
                                   Body=f"<p>Text of post {row}, with <em>stress</em> &amp; signs.</p>", **more))
        for _ in range(comments):
            comment += 1
            files["Comments"].append(_row(Id=comment, PostId=row, Text=f"Comment {comment}.", CreationDate=now(),
                                          UserId=comment % people + 1))
        for kind in [2] * votes + [3] * down:
            vote += 1
            files["Votes"].append(_row(Id=vote, PostId=row, VoteTypeId=kind,
                                       CreationDate=(BEGIN + datetime.timedelta(minutes=minute)).date().isoformat() +
                                       "T00:00:00.000"))
        figures[str(row)] = (votes - down, answers if is_question else None, comments)

    for _ in range(questions):
        post += 1
        question = post
        add_post(question, True, None)
        for _ in range(answers):
            post += 1
            add_post(post, False, question)
    for name, rows in files.items():
        root = name.lower()
        (folder / f"{name}.xml").write_text(
            f'<?xml version="1.0" encoding="utf-8"?>\n<{root}>\n{"".join(rows)}</{root}>\n', encoding="utf-8")
    return figures, {"spaces.community-founded.v1": 1, "spaces.space-created.v1": 1, "members.joined.v1": people,
                     "forum.thread-opened.v3": questions, "forum.post-published.v3": questions * answers + comment,
                     "forum.reaction-added.v1": vote, "forum.answer-accepted.v1": questions if answers else 0}

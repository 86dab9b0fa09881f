package order

import (
	"fmt"
	"slices"
)

// Notify tells people something about the order, or asks them for something. A notice that says the same to the same
// people as one that is not answered yet is refused with ErrAlready, so that nobody is asked twice.
type Notify struct {
	To    Addressee
	About About
	Text  string
	Files []File
	// Urgent is one that must reach its addressee at once, such as by a message to a phone, not only by a list.
	Urgent bool
}

// Kind implements Command.
func (Notify) Kind() Kind { return KindNotify }

func (c Notify) decide(o *Order, _ By) ([]Body, error) {
	if err := c.To.check(o); err != nil {
		return nil, err
	}
	if c.Text == "" {
		return nil, refuse(ErrInvalid, "notice", "it is empty")
	}
	if err := checkFiles(c.Files); err != nil {
		return nil, err
	}
	about, err := c.About.in(o)
	if err != nil {
		return nil, err
	}
	for _, n := range o.notices {
		if n.State != NoticeStateAnswered && n.To == c.To && n.Text == c.Text && n.Urgent == c.Urgent && n.About.equal(about) && slices.Equal(n.Files, c.Files) {
			return nil, refuse(ErrAlready, noticeText(n.N), "it says the same and is not answered yet")
		}
	}
	return []Body{Notified{N: len(o.notices) + 1, To: c.To, About: about, Text: c.Text, Files: slices.Clone(c.Files), Urgent: c.Urgent}}, nil
}

// Notified records a notice to people.
type Notified struct {
	N     int       `json:"n"`
	To    Addressee `json:"to"`
	About About     `json:"about,omitzero"`
	Text  string    `json:"text"`
	Files []File    `json:"files,omitzero"`
	// Message is the text for other languages, of a notice that ordo makes itself; zero for the words of people.
	Message Text `json:"message,omitzero"`
	Urgent  bool `json:"urgent,omitzero"`
}

// Kind implements Body.
func (Notified) Kind() string { return "notified" }

func (b Notified) check(o *Order) error {
	if n := len(o.notices) + 1; b.N != n {
		return fmt.Errorf("notice %d where %d is next", b.N, n)
	}
	return b.About.check(o)
}

func (b Notified) apply(o *Order, e *Event) {
	o.notices = append(o.notices, Notice{N: b.N, State: NoticeStateOpen, To: b.To, About: b.About, Text: b.Text, Message: b.Message, Urgent: b.Urgent, Files: b.Files, By: e.By, At: e.At})
}

// MarkTold records that the addressee of a notice was told. The bridge gives it when the system where people work has
// shown the notice; a host that tells people otherwise gives it itself.
type MarkTold struct {
	Notice int
}

// Kind implements Command.
func (MarkTold) Kind() Kind { return KindMarkTold }

func (c MarkTold) decide(o *Order, by By) ([]Body, error) {
	n, err := o.notice(c.Notice)
	switch {
	case err != nil:
		return nil, err
	case n.State != NoticeStateOpen:
		return nil, refuse(ErrAlready, noticeText(n.N), "the addressee was told")
	case !slices.Contains([]Role{RoleSystem, RoleOperator, RoleERP}, by.Actor.actsAs()) && !n.To.Includes(by.Actor):
		return nil, refuse(ErrRole, noticeText(n.N), "it is for %s: they or the operator mark it", n.To.Text())
	}
	return []Body{NoticeTold(c)}, nil
}

// NoticeTold records that the addressee of a notice was told.
type NoticeTold struct {
	Notice int `json:"notice"`
}

// Kind implements Body.
func (NoticeTold) Kind() string { return "notice-told" }

func (b NoticeTold) check(o *Order) error { return o.checkNotice(b.Notice) }

func (b NoticeTold) apply(o *Order, e *Event) {
	n := &o.notices[b.Notice-1]
	n.State, n.Told, n.ToldBy = NoticeStateTold, e.At, e.By
}

// AnswerNotice is the answer of the addressee to a notice, or of the operator for them. The notice must have been told.
type AnswerNotice struct {
	Notice int
	Text   string
	Files  []File
}

// Kind implements Command.
func (AnswerNotice) Kind() Kind { return KindAnswerNotice }

func (c AnswerNotice) decide(o *Order, by By) ([]Body, error) {
	n, err := o.notice(c.Notice)
	switch {
	case err != nil:
		return nil, err
	case !slices.Contains([]Role{RoleOperator, RoleSystem}, by.Actor.actsAs()) && !n.To.Includes(by.Actor):
		return nil, refuse(ErrRole, noticeText(n.N), "it is for %s: they or the operator answer it", n.To.Text())
	case n.State == NoticeStateAnswered:
		return nil, refuse(ErrAlready, noticeText(n.N), "it was answered")
	case n.State != NoticeStateTold:
		return nil, refuse(ErrNotNow, noticeText(n.N), "the addressee was not told yet: mark it as told first")
	case c.Text == "" && len(c.Files) == 0:
		return nil, refuse(ErrInvalid, "answer", "it is empty")
	}
	if err := checkFiles(c.Files); err != nil {
		return nil, err
	}
	return []Body{NoticeAnswered{Notice: c.Notice, Text: c.Text, Files: slices.Clone(c.Files)}}, nil
}

// NoticeAnswered is the answer to a notice.
type NoticeAnswered struct {
	Notice int    `json:"notice"`
	Text   string `json:"text,omitzero"`
	Files  []File `json:"files,omitzero"`
}

// Kind implements Body.
func (NoticeAnswered) Kind() string { return "notice-answered" }

func (b NoticeAnswered) check(o *Order) error { return o.checkNotice(b.Notice) }

func (b NoticeAnswered) apply(o *Order, e *Event) {
	n := &o.notices[b.Notice-1]
	n.State, n.Answered, n.AnsweredBy, n.Answer, n.Reply = NoticeStateAnswered, e.At, e.By, b.Text, b.Files
}

func (o *Order) checkNotice(n int) error {
	if n < 1 || n > len(o.notices) {
		return fmt.Errorf("unknown notice %d", n)
	}
	return nil
}

package bridge

import (
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/ordo-sdk/ordo/order"
)

// unanswered reports whether a notice waits for its answer.
func unanswered(n order.Notice) bool { return n.State != order.NoticeStateAnswered }

// isForPeople reports whether those whom a notice is for work at the merchant: a note to the people there reaches them.
func isForPeople(to order.Addressee) bool {
	switch to.Role {
	case order.RoleBuyer, order.RoleChannel, order.RoleCarrier, order.RoleGateway, order.RoleBooks, order.RoleSystem:
		return false
	}
	return true
}

// The greatest lengths, in characters, of a notice's own text and of its list of files, which share a note.
const (
	maxNotice = 500
	maxFiles  = 350
)

// noticeText returns a notice for people: for whom, about what, its text and its files.
func noticeText(b order.Notified) order.Text {
	t := order.Textf("for %s", b.To.Text())
	if b.Urgent {
		t = order.Textf("urgent, %s", t)
	}
	if len(b.About.Units) > 0 {
		t = order.Textf("%s, about %s", t, order.UnitsText(b.About.Units))
	}
	if b.About.Shipment != 0 {
		t = order.Textf("%s, about shipment S%d", t, b.About.Shipment)
	}
	if b.About.Block != 0 {
		t = order.Textf("%s, about return R%d", t, b.About.Block)
	}
	if b.About.Transfer != 0 {
		t = order.Textf("%s, about transfer T%d", t, b.About.Transfer)
	}
	return withFiles(order.Textf("%s: %s", t, inAnyLanguage(b.Message, clip(b.Text, maxNotice))), b.Files)
}

// answerText returns the answer to a notice for people.
func answerText(b order.NoticeAnswered) order.Text {
	if b.Text == "" {
		return order.Textf("files: %s", fileList(b.Files))
	}
	return withFiles(order.Textf("%s", clip(b.Text, maxNotice)), b.Files)
}

func withFiles(t order.Text, fs []order.File) order.Text {
	if len(fs) == 0 {
		return t
	}
	return order.Textf("%s; files: %s", t, fileList(fs))
}

// fileList names files with their links, or without where those are too long to be read.
func fileList(fs []order.File) string {
	linked, plain := make([]string, len(fs)), make([]string, len(fs))
	for i, f := range fs {
		linked[i], plain[i] = f.Name, f.Name
		if f.URL != "" {
			linked[i] += " (" + f.URL + ")"
		}
	}
	if list := strings.Join(linked, ", "); utf8.RuneCountInString(list) <= maxFiles {
		return list
	}
	return clip(strings.Join(plain, ", "), maxFiles)
}

// markTold records that the addressee of a notice was told by a note that people were shown.
func (j *job) markTold(w PendingEffect) {
	for e := range j.order.Events(order.Filter{Kind: order.Notified{}.Kind()}) {
		if e.N != w.N {
			continue
		}
		n := e.Body.(order.Notified).N
		if _, err := j.order.Do(order.MarkTold{Notice: n}, j.fromBridge()); err != nil && !errors.Is(err, order.ErrAlready) {
			j.note(LevelWarning, w.Target.Account, "notice", "notice %d cannot be marked as told: %v", n, err)
		}
	}
}

package messagetest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/messages"
	"github.com/ordo-sdk/ordo/order"
)

// sample is a message that any sender must take.
func (s sender) sample(key string) messages.Message {
	return messages.Message{
		Key: "shop-1/A-1042/" + key, Kind: s.Kind, To: s.To, Order: order.View{ID: "shop-1/A-1042", Number: "A-1042"},
		Subject: "Заказ A-1042 відправлено, dziękujemy", Text: "Добрый день!\n\nЇжак, żółć & <tags>.",
	}
}

// sends sends a message that must go out.
func (s sender) sends(m messages.Message) error {
	out, err := s.Port.Send(s.ctx, m)
	switch {
	case err != nil:
		return fmt.Errorf("message %s: %w", m.Key, err)
	case out.Kind != order.Applied && out.Kind != order.AlreadySo && out.Kind != order.Waiting:
		return fmt.Errorf("message %s is %s, not sent: %s", m.Key, out.Kind, out.Text)
	case out.Kind == order.Waiting && out.Ref.ID == "":
		return fmt.Errorf("message %s is waiting and has no reference to ask by", m.Key)
	}
	return nil
}

// holds compares how many messages reached somebody.
func (s sender) holds(want int) error {
	if got := s.Sent(); len(got) != want {
		return fmt.Errorf("%d messages arrived, not %d: %v", len(got), want, got)
	}
	return nil
}

func (s sender) arrives() error {
	m := s.sample("1")
	if !s.Port.Can(s.Kind) {
		return fmt.Errorf("it says that it cannot send %q", s.Kind)
	}
	if s.Port.System() == "" {
		return errors.New("it has no name")
	}
	if err := errors.Join(s.sends(m), s.holds(1)); err != nil {
		return err
	}
	got := s.Sent()[0]
	if got.To != s.To.String() {
		return fmt.Errorf("it went to %q, not %q", got.To, s.To)
	}
	if s.Kind == messages.KindEmail && got.Subject != m.Subject {
		return fmt.Errorf("the subject is %q, not %q", got.Subject, m.Subject)
	}
	if text := strings.TrimSpace(strings.ReplaceAll(got.Text, "\r\n", "\n")); text != m.Text {
		return fmt.Errorf("the text is %q, not %q", text, m.Text)
	}
	return nil
}

func (s sender) filesArrive() error {
	m := s.sample("1")
	m.Files = []messages.File{{Name: "чек № 7.pdf", ContentType: "application/pdf", Data: []byte("%PDF-1.4\x00\r\n.\r\nend")}}
	if err := errors.Join(s.sends(m), s.holds(1)); err != nil {
		return err
	}
	got := s.Sent()[0].Files
	if len(got) != 1 || got[0].Name != m.Files[0].Name || string(got[0].Data) != string(m.Files[0].Data) || !strings.HasPrefix(got[0].ContentType, "application/pdf") {
		return fmt.Errorf("the files are %q, not %q", got, m.Files)
	}
	return nil
}

func (s sender) addsNothing() error {
	m := s.sample("1")
	m.Subject = "Order\r\nBcc: thief@example.com\n\nA-1042"
	m.To.Name = "Anna\r\nBcc: thief@example.com"
	m.Text = "one\r\n.\r\nMAIL FROM:<thief@example.com>"
	out, err := s.Port.Send(s.ctx, m)
	if err != nil && ordo.ClassOf(err) != ordo.Invalid {
		return err
	}
	for _, x := range s.Sent() {
		if x.To != s.To.String() {
			return fmt.Errorf("it went to %q, not to %q alone", x.To, s.To)
		}
		if strings.ContainsAny(x.Subject, "\r\n") {
			return fmt.Errorf("the subject has several lines: %q", x.Subject)
		}
	}
	if err == nil && out.Kind != order.Rejected {
		return s.holds(1)
	}
	return s.holds(0)
}

func (s sender) refusesKinds() error {
	for _, k := range []messages.Kind{messages.KindEmail, messages.KindSMS, messages.KindEDO, messages.KindPaper, "pigeon"} {
		if s.Port.Can(k) {
			continue
		}
		m := s.sample("1")
		m.Kind = k
		out, err := s.Port.Send(s.ctx, m)
		if out.Kind != order.Unsupported && ordo.ClassOf(err) != ordo.Unsupported {
			return fmt.Errorf("kind %q, which it cannot send, is %s, %w", k, out.Kind, err)
		}
	}
	return s.holds(0)
}

func (s sender) keysApart() error {
	return errors.Join(s.sends(s.sample("1")), s.sends(s.sample("2")), s.holds(2))
}

func (s sender) onceWhenLost() error {
	s.LosesAnswer()
	m := s.sample("1")
	switch out, err := s.Port.Send(s.ctx, m); {
	case s.Keys && err == nil && out.Kind == order.Applied: // it has asked again itself
	case ordo.ClassOf(err) != ordo.InDoubt && out.Kind != order.InDoubt:
		return fmt.Errorf("a message whose answer was lost is %s, %w; it must be in doubt", out.Kind, err)
	}
	m.Again = true
	out, err := s.Port.Send(s.ctx, m)
	switch {
	case s.Keys && (err != nil || out.Kind != order.Applied && out.Kind != order.AlreadySo && out.Kind != order.Waiting):
		return fmt.Errorf("the message is not found by its key: it is %s, %w", out.Kind, err)
	case !s.Keys && ordo.ClassOf(err) != ordo.InDoubt && out.Kind != order.InDoubt:
		return fmt.Errorf("nobody can know whether the first was sent, and it is %s, %w", out.Kind, err)
	}
	return s.holds(1)
}

func (s sender) nothingWhenRefused() error {
	s.FailsOnce()
	_, err := s.Port.Send(s.ctx, s.sample("1"))
	if c := ordo.ClassOf(err); err != nil && c != ordo.Retry && c != ordo.RateLimited {
		return fmt.Errorf("a temporary failure has class %v: %w", c, err)
	}
	if err != nil {
		if err := s.holds(0); err != nil {
			return err
		}
		if err := s.sends(s.sample("1")); err != nil {
			return err
		}
	}
	return s.holds(1)
}

// refusedTo checks that a message to an address is refused with a reason and does not go out.
func (s sender) refusedTo(to messages.Address) error {
	m := s.sample("1")
	m.To = to
	out, err := s.Port.Send(s.ctx, m)
	switch {
	case err != nil && ordo.ClassOf(err) != ordo.Invalid && ordo.ClassOf(err) != ordo.NotFound:
		return fmt.Errorf("the refusal has class %v: %w", ordo.ClassOf(err), err)
	case err == nil && out.Kind != order.Rejected:
		return fmt.Errorf("it is %s, not rejected", out.Kind)
	case err == nil && out.Text == "":
		return errors.New("it is rejected without a reason")
	}
	return s.holds(0)
}

func (s sender) refusesUnknown() error   { return s.refusedTo(s.Unknown) }
func (s sender) refusesMalformed() error { return s.refusedTo(s.Malformed) }

func (s sender) tellsLater() error {
	t, can := s.Port.(messages.Tracker)
	if !can {
		return errors.New("it is no messages.Tracker")
	}
	out, err := s.Port.Send(s.ctx, s.sample("1"))
	if err != nil {
		return err
	}
	s.Process()
	if out, err = t.Read(s.ctx, out.Ref); err != nil || out.Kind != order.Applied {
		return fmt.Errorf("a message that is done is %s, %w", out.Kind, err)
	}
	return s.holds(1)
}

func (s sender) atOnce() error {
	const n = 8
	errs := make([]error, n)
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { errs[i] = s.sends(s.sample(fmt.Sprint(i))) })
	}
	all.Wait()
	return errors.Join(errors.Join(errs...), s.holds(n))
}

func (s sender) keepsToContext() error {
	ctx, cancel := context.WithCancel(s.ctx)
	cancel()
	if out, err := s.Port.Send(ctx, s.sample("1")); err == nil {
		return fmt.Errorf("it is %s in an ended context", out.Kind)
	}
	return s.holds(0)
}

func (s sender) refusesStrangers() error {
	_, err := s.BadCredentials.Send(s.ctx, s.sample("1"))
	if ordo.ClassOf(err) != ordo.Auth {
		return fmt.Errorf("wrong credentials have class %v, not Auth: %w", ordo.ClassOf(err), err)
	}
	return s.holds(0)
}

package bridge

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/ordo-sdk/ordo/order"
)

// note puts an entry about the order into the batch.
func (k *desk) note(l Level, account, what, text string) {
	k.batch.Journal = append(k.batch.Journal, Entry{At: k.b.now(), Level: l, Account: account, Order: k.d.ID, What: what, Text: clip(text, longestText)})
}

// once makes the entry that was put into the batch last come once for a key that is made of the parts.
func (k *desk) once(parts ...string) { k.batch.Journal[len(k.batch.Journal)-1].Key = joined(parts...) }

// about makes the entry that was put into the batch last be about an effect.
func (k *desk) about(w PendingEffect) { k.batch.Journal[len(k.batch.Journal)-1].Effect = w.Key }

// hourly makes keys of entries that are told once an hour.
const hourly = "2006-01-02T15"

// report says in the journal what new events mean for people.
func (k *desk) report(es []order.Event) {
	for _, e := range es {
		from := e.By.System
		switch b := e.Body.(type) {
		case order.Placed:
			k.note(LevelInfo, from, "placed", fmt.Sprintf("new order %s, %s, %d lines", b.Ref.ID, b.Total, len(b.Lines)))
		case order.Imported:
			k.note(LevelInfo, from, "imported", fmt.Sprintf("order %s was found when it was %s", b.Ref.ID, k.view().State))
		case order.Cancelled:
			if from == k.route.Channel {
				text := "cancelled there: " + units(ranges(gone(b.Parts)))
				if papers := k.papers(); papers != "" {
					text += papers
					k.tellERP(NoteCancelled, e, text, k.b.now())
				}
				k.note(LevelNotice, from, "cancelled", text)
			}
		case order.Tracked:
			k.note(LevelInfo, from, "parcel", fmt.Sprintf("S%d is %s: %s", b.Shipment.N, b.Shipment.State, b.Shipment.CarrierText))
		case order.PaymentChanged:
			k.note(LevelInfo, from, "payment", fmt.Sprintf("payment %s of %s is %s", b.Payment.ID, b.Payment.Amount, b.Payment.State))
		case order.CancelRequested:
			k.note(LevelNotice, from, "request", "the buyer wants to cancel "+units(b.Units))
		case order.CancelRequestAnswered:
			k.note(LevelInfo, from, "answered", fmt.Sprintf("request %d: yes to %s, no to %s", b.Request, units(b.Accepted), units(b.Declined)))
		case order.Held:
			k.note(LevelWarning, from, "held", b.Text)
		case order.HoldCleared:
			k.note(LevelInfo, from, "hold-cleared", b.Note)
		case order.IntentDeclined:
			k.note(LevelNotice, from, "declined", fmt.Sprintf("%s is refused: %s", b.Intent, b.Why))
		}
	}
}

// papers names the documents that a cancellation leaves behind.
func (k *desk) papers() string {
	text := ""
	for _, d := range k.view().Documents {
		text += fmt.Sprintf("; %s %s in %s is to be taken back", d.Kind, d.Number, d.Ref.Account)
	}
	return text
}

// write puts entries into the journal that belong to no order.
func (b *Bridge) write(ctx context.Context, es ...Entry) {
	for i := range es {
		es[i].At, es[i].Text = b.now(), clip(es[i].Text, longestText)
	}
	sctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), b.grace)
	defer cancel()
	if err := b.store.Write(sctx, es...); err != nil {
		b.log.ErrorContext(ctx, "the journal cannot be written", "err", err)
	}
	b.tell(ctx, es)
}

// progress tells whoever listens how far a long pass has come. It is not kept.
func (b *Bridge) progress(ctx context.Context, account, format string, args ...any) {
	b.tell(ctx, []Entry{{At: b.now(), Level: LevelInfo, Account: account, What: "progress", Text: fmt.Sprintf(format, args...)}})
}

// tell passes entries on to whoever listens.
func (b *Bridge) tell(ctx context.Context, es []Entry) {
	for _, e := range es {
		b.log.Log(ctx, e.Level.slog(), e.Text, "what", e.What, "account", e.Account, "order", e.Order)
		if b.observe != nil {
			b.observe(e)
		}
		if p := passOf(ctx); p != nil && e.What != "progress" {
			p.add(e)
		}
	}
}

func (l Level) slog() slog.Level {
	switch l {
	case LevelError:
		return slog.LevelError
	case LevelWarning:
		return slog.LevelWarn
	case LevelInfo:
		return slog.LevelDebug
	}
	return slog.LevelInfo
}

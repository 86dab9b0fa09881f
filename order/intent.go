package order

import (
	"errors"
	"slices"
)

// Intent is what a person wants who works in another system, such as a manager who sets a status in a CRM. Several
// commands of one save are tried in the order of Kinds. A command that is refused becomes a Note for that system; one
// that is done already changes nothing.
type Intent struct {
	Commands []Command
	Code     string   // the outside code
	Codes    []string // one for each of Commands, if their codes differ
	About    []Text   // nil, or one for each of Commands: what was changed, there and here; a refusal repeats it
	Refused  Text     // why none of Commands can be tried, such as that a shop gives no prices; zero if they can
}

func (Intent) name() string { return "wish" }

func (w Intent) observe(o *Order, by By) error {
	if w.Code != "" {
		o.observing.code = w.Code
	}
	if len(w.Codes) > 0 && len(w.Codes) != len(w.Commands) {
		return refuse(ErrInvalid, "intent", "%d {1:code|codes} for %d {2:command|commands}", len(w.Codes), len(w.Commands))
	}
	if len(w.About) > 0 && len(w.About) != len(w.Commands) {
		return refuse(ErrInvalid, "intent", "%d {1:text|texts} for %d {2:command|commands}", len(w.About), len(w.Commands))
	}
	type want struct {
		Command
		code  string
		about Text
	}
	wants := make([]want, len(w.Commands))
	for i, c := range w.Commands {
		c, err := commandOf(c)
		if err != nil {
			return err
		}
		if wants[i] = (want{Command: c, code: o.observing.code}); len(w.Codes) > 0 {
			wants[i].code = w.Codes[i]
		}
		if len(w.About) > 0 {
			wants[i].about = w.About[i]
		}
	}
	slices.SortStableFunc(wants, func(a, b want) int { return o.intentTurn(a.Command) - o.intentTurn(b.Command) })
	for _, x := range wants {
		o.observing.code = x.code
		why := w.Refused
		if why.IsZero() {
			bodies, err := o.decide(x.Command, by)
			if err == nil {
				o.commitReported(by, bodies...)
			}
			if err == nil || errors.Is(err, ErrAlready) {
				continue
			}
			why = reasonOf(err)
		}
		if !x.about.IsZero() {
			why = Textf("%s. %s", x.about, why)
		}
		o.declineIntentFor(x.Command, by, why)
	}
	return nil
}

// intentTurn returns the place of a command among the others of one report, in the order of Kinds. A command may choose
// its place itself.
func (o *Order) intentTurn(c Command) int {
	if x, ok := c.(interface{ intentTurn(*Order) int }); ok {
		return x.intentTurn(o)
	}
	return slices.Index(Kinds(), c.Kind())
}

// declineIntent records a refused command as a note, unless the last events are the same refusal.
func (o *Order) declineIntent(c Command, by By, err error) { o.declineIntentFor(c, by, reasonOf(err)) }

func (o *Order) declineIntentFor(c Command, by By, text Text) {
	b := IntentDeclined{System: by.Actor.System, Intent: c.Kind(), Why: text.String(), Message: text.stored()}
	for _, e := range slices.Backward(o.log) {
		last, ok := e.Body.(IntentDeclined)
		if !ok || by.Key != "" {
			break
		}
		if last.System == b.System && last.Intent == b.Intent && last.Why == b.Why && e.Code == o.observing.code {
			return
		}
	}
	o.commitReported(by, b)
}

// reasonOf is a refusal for the person who works in the other system.
func reasonOf(err error) Text {
	var r *Refused
	if !errors.As(err, &r) {
		return Textf("%v", err)
	}
	return r.reason()
}

// IntentDeclined records that a command that another system asked for was refused, and why. That system is sent a
// note.
type IntentDeclined struct {
	System  string `json:"system,omitzero"`
	Intent  Kind   `json:"wish"`
	Why     string `json:"why"`
	Message Text   `json:"message,omitzero"` // Why for other languages; zero in older logs
}

// Kind implements Body.
func (IntentDeclined) Kind() string { return "wish-declined" }

func (IntentDeclined) check(*Order) error { return nil }

func (b IntentDeclined) apply(o *Order, e *Event) {
	o.notes = append(o.notes, Note{System: b.System, Kind: b.Intent, Code: e.Code, Text: b.Why, Message: b.Message, At: e.At})
}

package order

import (
	"maps"
	"slices"
	"strings"
	"time"
)

// Notice is something that people are told about an order, or asked to do: that a shop issue it, that the operator send
// labels. It moves nothing: what was asked for is done by a command of its own.
type Notice struct {
	N          int         `json:"n"` // from 1, per order
	State      NoticeState `json:"state"`
	To         Addressee   `json:"to"`
	About      About       `json:"about,omitzero"`
	Text       string      `json:"text"`
	Message    Text        `json:"message,omitzero"` // Text for other languages; zero for the words of people
	Urgent     bool        `json:"urgent,omitzero"`  // see Notify
	Files      []File      `json:"files,omitzero"`
	By         Actor       `json:"by"`
	At         time.Time   `json:"at"`
	Told       time.Time   `json:"told,omitzero"` // when the addressee was told
	ToldBy     Actor       `json:"toldBy,omitzero"`
	Answered   time.Time   `json:"answered,omitzero"`
	AnsweredBy Actor       `json:"answeredBy,omitzero"`
	Answer     string      `json:"answer,omitzero"`
	Reply      []File      `json:"reply,omitzero"` // the files of the answer
}

// NoticeState is how far a notice has come.
type NoticeState string

// The states of a notice.
const (
	NoticeStateOpen     NoticeState = "open"     // nobody has told the addressee yet
	NoticeStateTold     NoticeState = "told"     // the addressee was told, and has not answered
	NoticeStateAnswered NoticeState = "answered" // the addressee answered
)

// Addressee is for whom a notice is: everybody in a role, at a place, or one person. Fields that are set count
// together.
type Addressee struct {
	Role   Role   `json:"role,omitzero"`
	Place  string `json:"place,omitzero"`  // such as the code of a shop, as in Actor.Place
	Person string `json:"person,omitzero"` // as in Actor.ID
}

// Text names the addressee.
func (a Addressee) Text() Text {
	var all Text
	add := func(set bool, t Text) {
		switch {
		case !set:
		case all.IsZero():
			all = t
		default:
			all = Textf("%s, %s", all, t)
		}
	}
	add(a.Role != "", Textf("role %s", a.Role))
	add(a.Place != "", Textf("place %s", a.Place))
	add(a.Person != "", Textf("person %s", a.Person))
	return all
}

// Includes reports whether an actor is one of those that the notice is for.
func (a Addressee) Includes(x Actor) bool {
	return (a.Role == "" || a.Role == x.actsAs()) && (a.Place == "" || a.Place == x.Place) && (a.Person == "" || a.Person == x.ID)
}

func (a Addressee) check(o *Order) error {
	if a == (Addressee{}) {
		return refuse(ErrInvalid, "addressee", "set a role, a place or a person")
	}
	if _, known := o.rules.roles[a.Role]; a.Role != "" && !known {
		return refuse(ErrInvalid, roleText(a.Role), "it is not known; known are %v", slices.Sorted(maps.Keys(o.rules.roles)))
	}
	return nil
}

// About is the part of an order that a notice is about; the zero About is the whole order.
type About struct {
	Units    []Units `json:"units,omitzero"`
	Shipment int     `json:"shipment,omitzero"`
	Block    int     `json:"block,omitzero"` // a return block
	Transfer int     `json:"transfer,omitzero"`
}

// in returns what a notice is about with whole lines written out, or the refusal of what the order does not have.
func (a About) in(o *Order) (About, error) {
	out := About{Shipment: a.Shipment, Block: a.Block, Transfer: a.Transfer}
	for _, u := range a.Units {
		l, err := o.line(u.Line)
		if err != nil {
			return out, err
		}
		if u.To.IsZero() {
			u.To = l.quantity
		}
		if o.checkUnits(u) != nil {
			return out, refuse(ErrQuantity, Textf("line %s", l.id), "units must lie between 0 and %s and be multiples of %s", l.quantity, l.step)
		}
		out.Units = append(out.Units, u)
	}
	if a.Shipment != 0 {
		if _, err := o.shipment(a.Shipment); err != nil {
			return out, err
		}
	}
	if a.Block != 0 {
		if _, err := o.block(a.Block); err != nil {
			return out, err
		}
	}
	if a.Transfer != 0 {
		if _, err := o.transfer(a.Transfer); err != nil {
			return out, err
		}
	}
	return out, nil
}

func (a About) equal(b About) bool {
	return slices.Equal(a.Units, b.Units) && a.Shipment == b.Shipment && a.Block == b.Block && a.Transfer == b.Transfer
}

func (a About) check(o *Order) error {
	err := o.checkUnits(a.Units...)
	if err == nil && a.Shipment != 0 {
		err = o.checkShipment(a.Shipment)
	}
	if err == nil && a.Block != 0 {
		err = o.checkBlock(a.Block)
	}
	if err == nil && a.Transfer != 0 {
		err = o.checkTransfer(a.Transfer)
	}
	return err
}

// File refers to a file that is kept elsewhere: by a Ref in another system, a URL, or both. An order never holds the
// content.
type File struct {
	Name string `json:"name"`          // for people, such as "label.pdf"
	Type string `json:"type,omitzero"` // media type, such as "application/pdf"
	Ref  Ref    `json:"ref,omitzero"`  // in the system that keeps it
	URL  string `json:"url,omitzero"`  // such as "https://..."
}

// maxURL is the greatest length of a file's URL in bytes.
const maxURL = 2000

func checkFiles(fs []File) error {
	for i, f := range fs {
		what := Textf("file %d", i+1)
		switch {
		case f.Name == "":
			return refuse(ErrInvalid, what, "its name is not set")
		case f.Ref.IsZero() && f.URL == "":
			return refuse(ErrInvalid, what, "neither its reference nor its URL is set")
		case f.URL != "" && !strings.Contains(f.URL, "://") || len(f.URL) > maxURL:
			return refuse(ErrInvalid, what, "its URL must be a link of at most %d bytes, such as https://...; the content is kept elsewhere", maxURL)
		}
	}
	return nil
}

// notice finds a notice by number.
func (o *Order) notice(n int) (Notice, error) {
	if n < 1 || n > len(o.notices) {
		return Notice{}, refuse(ErrUnknown, noticeText(n), "the order has %d {1:notice|notices}", len(o.notices))
	}
	return o.notices[n-1], nil
}

func noticeText(n int) Text { return Textf("notice %d", n) }

// cloneNotices returns notices that share nothing.
func cloneNotices(ns []Notice) []Notice {
	out := slices.Clone(ns)
	for i := range out {
		n := &out[i]
		n.About.Units, n.Files, n.Reply = slices.Clone(n.About.Units), slices.Clone(n.Files), slices.Clone(n.Reply)
	}
	return out
}

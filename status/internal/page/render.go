package page

import (
	"bytes"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo/status"
)

// Render returns the page. dir is the folder of package status, from whose source it takes what the states mean.
func Render(dir string) ([]byte, error) {
	words, err := readComments(dir)
	if err != nil {
		return nil, err
	}
	var d document
	d.heading(2, "Machines")
	d.paragraph("A machine defines which state may follow which, and by what event. An arrow between two states " +
		"bears every event that leads from one to the other; a life begins at the dot and may end where an arrow leads to " +
		"the ringed dot. Outside systems leave steps out, so the ways forward are many: what may be *done* at a given " +
		"moment is narrower than what may be *reported*.")
	for _, write := range []func(*document, comments) error{
		machine(status.Orders(), "OrderState", "Orders", "The state of an order as a whole."),
		machine(status.Items(), "ItemState", "Items", "The state of some units of a line. The units of one line may be in different states."),
		machine(status.Shipments(), "ShipmentState", "Shipments", "Where a parcel stands."),
		machine(status.Transfers(), "TransferState", "Transfers", "How far goods have come that move between two places of the seller."),
		machine(status.Custody(), "ReturnCustody", "Return custody", "The state of the goods of a return block."),
		machine(status.Money(), "ReturnMoney", "Return money", "The state of the money of a return block."),
		machine(status.Payments(), "PaymentState", "Payments", "The state of a payment, or of all payments of an order."),
		events,
	} {
		if err := write(&d, words); err != nil {
			return nil, err
		}
	}
	d.heading(2, "Tables")
	d.paragraph("One table for each outside system. *Means* is the meaning of a code. *Written for* is what it is " +
		"written for; a code without an entry there is only read. *Followed by* is what the vendor lets follow; where no code " +
		"of a list names a follower, any may follow any. A code that is not listed is unknown: it is kept, reported and " +
		"holds the order. Merchants put their own rows over these.")
	for _, t := range status.Tables() {
		system(&d, t)
	}
	peers(&d)

	var out bytes.Buffer
	out.WriteString("# Statuses\n\n<!-- Written by `go generate ./status`. Do not edit. -->\n\n" +
		"Every state that an order, its goods, parcels, returns and payments can be in; how one follows another; and how the " +
		"codes of outside systems translate to them and back.\n\n" + d.contents(3) + "\n")
	out.Write(bytes.TrimRight(d.Bytes(), "\n"))
	out.WriteByte('\n')
	return out.Bytes(), nil
}

// machine returns what writes the section of one machine.
func machine[S status.Dense](m *status.Machine[S, status.Trigger], enum, title, about string) func(*document, comments) error {
	return func(d *document, words comments) error {
		d.heading(3, title)
		d.paragraph(about)
		var rows [][]string
		for s := range m.States() {
			meaning, err := words.of(enum, uint8(s))
			if err != nil {
				return err
			}
			var part []string
			if m.Initial(s) {
				part = append(part, "begins")
			}
			if m.Final(s) {
				part = append(part, "ends")
			}
			rows = append(rows, []string{code(s.String()), plain(meaning), strings.Join(part, ", "), following(m, s)})
		}
		d.table([]string{"State", "Meaning", "", "May become"}, rows)
		road, complete := roadOf(m)
		d.diagram(road)
		if !complete {
			d.paragraph("Not drawn: steps that only skip others.")
			d.paragraph("<details><summary>Every step</summary>")
			d.diagram(m.Mermaid())
			d.paragraph("</details>")
		}
		return nil
	}
}

// following lists the states that follow s, each with the events that lead there.
func following[S status.Dense](m *status.Machine[S, status.Trigger], s S) string {
	var order []S
	on := make(map[S][]string)
	for t := range m.Events(s) {
		if on[t.To] == nil {
			order = append(order, t.To)
		}
		on[t.To] = append(on[t.To], t.On.String())
	}
	slices.Sort(order)
	out := make([]string, len(order))
	for i, to := range order {
		out[i] = code(to.String()) + " (" + plain(strings.Join(on[to], " or ")) + ")"
	}
	return strings.Join(out, ", ")
}

// events writes what the events mean.
func events(d *document, words comments) error {
	d.heading(3, "Events")
	d.paragraph("The machines share one list of events: a code means the same everywhere.")
	var rows [][]string
	for t := status.TriggerAskConfirmation; t <= status.TriggerRefund; t++ {
		meaning, err := words.of("Trigger", uint8(t))
		if err != nil {
			return err
		}
		rows = append(rows, []string{code(t.String()), plain(meaning)})
	}
	d.table([]string{"Event", "What happened"}, rows)
	return nil
}

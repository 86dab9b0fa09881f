package erptest

import (
	"errors"
	"fmt"
	"slices"

	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/internal/suite"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// shelvedIn makes an order whose goods are reserved at the first warehouse and in one shipment.
func (b *bench) shelvedIn() error {
	if err := b.canReserve(); err != nil {
		return err
	}
	if !b.Port.Can(order.EffectDocument, b.scheme) {
		return suite.Skip("the system makes no sales")
	}
	if err := b.does(order.Assemble{Picks: order.PickAll("1", "2", "3"), Warehouse: b.Warehouses[0]}); err != nil {
		return err
	}
	return b.does(order.CreateShipment{Picks: order.PickAll("1", "2", "3")})
}

// sale asks for the sale of the shipment.
func (b *bench) sale(state string) (order.Task, error) {
	if err := b.does(order.RequestDocument{DocumentKind: "sale", Shipment: 1, State: state}); err != nil {
		return order.Task{}, err
	}
	return b.task(order.EffectDocument, order.Effect{Shipment: 1})
}

// documents checks that the system has exactly one document of each kind, and returns them.
func (b *bench) documents(kinds ...string) (map[string]order.Document, error) {
	out := map[string]order.Document{}
	var has []string
	for _, d := range b.Documents(b.ref) {
		out[d.Kind] = d
		has = append(has, d.Kind)
	}
	slices.Sort(has)
	slices.Sort(kinds)
	if !slices.Equal(has, kinds) {
		return nil, fmt.Errorf("the documents of the order are %q, want %q", has, kinds)
	}
	return out, nil
}

// documentOf returns the document of a kind in an outcome.
func documentOf(out order.Outcome, kind string) (order.Document, error) {
	i := slices.IndexFunc(out.Documents, func(d order.Document) bool { return d.Kind == kind })
	if i < 0 || out.Documents[i].Number == "" || out.Documents[i].Ref.ID == "" {
		return order.Document{}, fmt.Errorf("the outcome has no %s with its number and Ref: %+v", kind, out.Documents)
	}
	return out.Documents[i], nil
}

func sellsOnce(b *bench) error {
	if err := b.shelvedIn(); err != nil {
		return err
	}
	if err := b.reserve(); err != nil {
		return err
	}
	one, a := b.Warehouses[0], Articles()[0]
	number := ""
	for _, step := range []struct {
		state       string
		there, free int
	}{{order.DocumentDraft, shelved, shelved - 1}, {order.DocumentPosted, shelved - 1, shelved - 1}} {
		t, err := b.sale(step.state)
		if err != nil {
			return err
		}
		out, err := b.apply(t)
		if err != nil {
			return err
		}
		for range 2 {
			d, err := documentOf(out, "sale")
			if err != nil {
				return err
			}
			if number == "" {
				number = d.Number
			}
			if posted := step.state == order.DocumentPosted; d.Number != number || d.Posted != posted || d.State != step.state {
				return fmt.Errorf("the sale is %s, posted: %t, %q; want %s, %t, %q", d.Number, d.Posted, d.State, number, posted, step.state)
			}
			has, err := b.documents("sale")
			if err != nil {
				return err
			}
			if has["sale"].Posted != d.Posted {
				return fmt.Errorf("the outcome says that the sale is posted: %t, the system: %t", d.Posted, has["sale"].Posted)
			}
			if err := b.has(a, one, step.there, step.free); err != nil {
				return err
			}
			before := b.writes()
			if out, err = b.apply(t); err != nil {
				return err
			}
			if err := suite.Unchanged(b.writes, before, "the sale having been made before"); err != nil {
				return err
			}
		}
	}
	return b.keeps(nil)
}

func sellsOnceWhenLost(b *bench) error {
	if err := b.shelvedIn(); err != nil {
		return err
	}
	if err := b.reserve(); err != nil {
		return err
	}
	t, err := b.sale(order.DocumentPosted)
	if err != nil {
		return err
	}
	b.LosesAnswer()
	if err := suite.Retry(func() error {
		_, err := b.apply(t)
		return err
	}); err != nil {
		return err
	}
	_, err = b.documents("sale")
	return errors.Join(err, b.has(Articles()[0], b.Warehouses[0], shelved-1, shelved-1), b.keeps(nil))
}

// refusesSale: nothing of the goods is reserved, and one is not there.
func refusesSale(b *bench) error {
	if err := b.shelvedIn(); err != nil {
		return err
	}
	b.SetsStock(Articles()[0], b.Warehouses[0], amount.Pcs(0))
	t, err := b.sale(order.DocumentPosted)
	if err != nil {
		return err
	}
	out, err := b.Port.Apply(b.ctx, t)
	if err != nil {
		return fmt.Errorf("a sale of what is not there: %w; want the outcome %s", err, order.Rejected)
	}
	if out.Kind != order.Rejected || out.Text == "" {
		return fmt.Errorf("a sale of what is not there: the outcome is %s (%q), want %s and a text", out.Kind, out.Text, order.Rejected)
	}
	for _, d := range b.Documents(b.ref) {
		if d.Posted {
			return fmt.Errorf("a sale of what is not there was refused, and %s %s is posted", d.Kind, d.Number)
		}
	}
	return b.has(Articles()[1], b.Warehouses[0], shelved, shelved)
}

// transferred makes an order of which one piece is asked for from the first warehouse at the second.
func (b *bench) transferred() error {
	if err := b.canReserve(); err != nil {
		return err
	}
	if !b.Port.Can(order.EffectTransfer, b.scheme) {
		return suite.Skip("the system makes no transfers")
	}
	return b.does(order.RequestTransfer{Picks: order.PickAll("1"), From: b.Warehouses[0], To: b.Warehouses[1]})
}

// transfers applies EffectTransfer twice, and checks the documents and the stock after each time.
func (b *bench) transfers(from, to [2]int, kinds ...string) (map[string]order.Document, error) {
	t, err := b.task(order.EffectTransfer, order.Effect{Transfer: 1})
	if err != nil {
		return nil, err
	}
	out, err := b.apply(t)
	if err != nil {
		return nil, err
	}
	var has map[string]order.Document
	for range 2 {
		if has, err = b.documents(kinds...); err != nil {
			return nil, err
		}
		for _, kind := range kinds {
			d, err := documentOf(out, kind)
			if err != nil {
				return nil, err
			}
			if d.Transfer != 1 || d.From != b.Warehouses[0] || d.To != b.Warehouses[1] {
				return nil, fmt.Errorf("%s %s is of transfer %d, from %q to %q", kind, d.Number, d.Transfer, d.From, d.To)
			}
		}
		a := Articles()[0]
		if err := errors.Join(b.has(a, b.Warehouses[0], from[0], from[1]), b.has(a, b.Warehouses[1], to[0], to[1])); err != nil {
			return nil, err
		}
		before := b.writes()
		if out, err = b.apply(t); err != nil {
			return nil, err
		}
		if err := suite.Unchanged(b.writes, before, "the transfer having been made before"); err != nil {
			return nil, err
		}
	}
	return has, nil
}

func movesStock(b *bench) error {
	if err := b.transferred(); err != nil {
		return err
	}
	const n = shelved
	for _, step := range []struct {
		do       order.Command
		from, to [2]int // there, and free
		state    string // of the transfer
	}{
		{nil, [2]int{n, n - 1}, [2]int{n, n}, ""},
		{order.SendTransfer{Transfer: 1}, [2]int{n, n - 1}, [2]int{n, n}, "sent"},
		{order.PostTransfer{Transfer: 1}, [2]int{n - 1, n - 1}, [2]int{n + 1, n + 1}, "received"},
	} {
		kinds := []string{"transfer-order"}
		if step.do != nil {
			if err := b.does(step.do); err != nil {
				return err
			}
			kinds = append(kinds, "transfer")
		}
		has, err := b.transfers(step.from, step.to, kinds...)
		if err != nil {
			return err
		}
		if d := has["transfer"]; step.do != nil && (d.Posted != (step.state != "sent") || d.State != step.state) {
			return fmt.Errorf("the transfer is %q, posted: %t; want %q", d.State, d.Posted, step.state)
		}
	}
	if err := b.reserve(); err != nil {
		return fmt.Errorf("what came is reserved: %w", err)
	}
	return b.has(Articles()[0], b.Warehouses[1], n+1, n)
}

func movesOnceWhenLost(b *bench) error {
	if err := b.transferred(); err != nil {
		return err
	}
	for _, step := range []order.Command{nil, order.SendTransfer{Transfer: 1}, order.PostTransfer{Transfer: 1}} {
		if step != nil {
			if err := b.does(step); err != nil {
				return err
			}
		}
		t, err := b.task(order.EffectTransfer, order.Effect{Transfer: 1})
		if err != nil {
			return err
		}
		b.LosesAnswer()
		if err := suite.Retry(func() error {
			_, err := b.apply(t)
			return err
		}); err != nil {
			return err
		}
	}
	_, err := b.documents("transfer", "transfer-order")
	a := Articles()[0]
	return errors.Join(err, b.has(a, b.Warehouses[0], shelved-1, shelved-1), b.has(a, b.Warehouses[1], shelved+1, shelved+1))
}

func dropsTransfer(b *bench) error     { return b.drops() }
func dropsSentTransfer(b *bench) error { return b.drops(order.SendTransfer{Transfer: 1}) }

// drops drops a transfer after some steps.
func (b *bench) drops(steps ...order.Command) error {
	if err := b.transferred(); err != nil {
		return err
	}
	whole, kinds := [2]int{shelved, shelved}, []string{"transfer-order"}
	if _, err := b.transfers([2]int{shelved, shelved - 1}, whole, kinds...); err != nil {
		return err
	}
	for _, step := range steps {
		if err := b.does(step); err != nil {
			return err
		}
		if _, err := b.transfers([2]int{shelved, shelved - 1}, whole, "transfer", "transfer-order"); err != nil {
			return err
		}
	}
	if err := b.does(order.DropTransfer{Transfer: 1, Why: "not wanted"}); err != nil {
		return err
	}
	_, err := b.transfers(whole, whole)
	return err
}

// refusesTransfer: the source does not have what is asked for.
func refusesTransfer(b *bench) error {
	if err := b.transferred(); err != nil {
		return err
	}
	b.SetsStock(Articles()[0], b.Warehouses[0], amount.Pcs(0))
	t, err := b.task(order.EffectTransfer, order.Effect{Transfer: 1})
	if err != nil {
		return err
	}
	out, err := b.Port.Apply(b.ctx, t)
	if err != nil {
		return fmt.Errorf("the source has nothing: %w; want the outcome %s", err, order.Rejected)
	}
	want := []order.Reserved{{Line: "1", Warehouse: b.Warehouses[0], Quantity: amount.Pcs(1)}}
	if out.Kind != order.Rejected || out.Text == "" || !slices.Equal(out.Lacks, want) {
		return fmt.Errorf("the source has nothing: the outcome is %s (%q), it lacks %v; want %s, a text, and %v", out.Kind, out.Text, out.Lacks, order.Rejected, want)
	}
	if _, err := b.documents(); err != nil {
		return fmt.Errorf("after a refusal: %w", err)
	}
	b.SetsStock(Articles()[0], b.Warehouses[0], amount.Pcs(1))
	_, err = b.transfers([2]int{1, 0}, [2]int{shelved, shelved}, "transfer-order")
	return err
}

func notesReturn(b *bench) error {
	if err := b.sold(); err != nil {
		return err
	}
	if !b.Port.Can(order.EffectReserve, b.scheme) || !b.Port.Can(order.EffectReturn, b.scheme) {
		return suite.Skip("the system keeps no stock, or takes nothing back")
	}
	for _, step := range returning {
		if err := b.does(step); err != nil {
			return err
		}
	}
	sale, err := b.documents("sale")
	if err != nil {
		return err
	}
	t, err := b.task(order.EffectReturn, order.Effect{Block: 1})
	if err != nil {
		return err
	}
	if b.LosesAnswer != nil {
		b.LosesAnswer()
	}
	for range 2 {
		var out order.Outcome
		if err := suite.Retry(func() error {
			out, err = b.apply(t)
			return err
		}); err != nil {
			return err
		}
		d, err := documentOf(out, "return-note")
		if err != nil {
			return err
		}
		if d.Basis != sale["sale"].Number || d.Block != 1 || !d.Posted {
			return fmt.Errorf("the note of the return is on the basis of %q, of block %d, posted: %t; want sale %s", d.Basis, d.Block, d.Posted, sale["sale"].Number)
		}
		if _, err := b.documents("sale", "return-note"); err != nil {
			return err
		}
		if err := b.has(Articles()[1], b.Warehouses[0], shelved, shelved); err != nil {
			return fmt.Errorf("what is back: %w", err)
		}
	}
	return nil
}

// tellsDocument: a person posts the draft of a sale.
func tellsDocument(b *bench) error {
	if err := b.shelvedIn(); err != nil {
		return err
	}
	if err := b.reserve(); err != nil {
		return err
	}
	t, err := b.sale(order.DocumentDraft)
	if err != nil {
		return err
	}
	out, err := b.apply(t)
	if err != nil {
		return err
	}
	d, err := documentOf(out, "sale")
	if err != nil {
		return err
	}
	return b.told(d, order.DocumentPosted, func() error { return b.Posts(b.ref, d.Number) })
}

// tellsTransfer: the people of the source send what an order of transfer asks for.
func tellsTransfer(b *bench) error {
	if err := b.transferred(); err != nil {
		return err
	}
	has, err := b.transfers([2]int{shelved, shelved - 1}, [2]int{shelved, shelved}, "transfer-order")
	if err != nil {
		return err
	}
	asked := has["transfer-order"]
	return b.told(order.Document{Kind: "transfer", Transfer: 1}, "sent", func() error { return b.Sends(b.ref, asked.Number) })
}

// told checks that what a person does with a document is a change, and is read as a report of the document.
func (b *bench) told(d order.Document, state string, do func() error) error {
	all, cursor, err := b.changes("")
	if err != nil {
		return err
	}
	if len(b.about(all)) > 0 {
		return fmt.Errorf("our own write is yielded as a change: %+v", all[0])
	}
	if err := do(); err != nil {
		return fmt.Errorf("the fixture's person: %w", err)
	}
	if all, _, err = b.changes(cursor); err != nil {
		return err
	}
	if len(b.about(all)) == 0 {
		return errors.New("what a person did with a document is not yielded")
	}
	r, err := b.Port.Read(b.ctx, b.about(all), b.o.View())
	if err != nil {
		return err
	}
	for _, x := range r.Reports {
		is, report := x.(order.DocumentReport)
		if !report || is.Document.Kind != d.Kind || d.Number != "" && is.Document.Number != d.Number || is.Document.Transfer != d.Transfer {
			continue
		}
		if is.Document.State == state {
			return b.observe(erp.Reading{Reports: []order.Observation{x}})
		}
		return fmt.Errorf("%s %s is reported as %q, want %q", d.Kind, is.Document.Number, is.Document.State, state)
	}
	return fmt.Errorf("the reading reports no %s: %+v", d.Kind, r.Reports)
}

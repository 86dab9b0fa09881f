package order

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/ordo-sdk/ordo/status"
)

// impersonal are the texts of events that stay when a person is erased: ids, codes, numbers, names of goods and places.
// Whoever adds a field to an event decides: it goes into the table of personal.go, or here.
var impersonal = []string{
	"Addressee.Person", "Addressee.Place", "Addressee.Role",
	"Adjustment.Code", "Adjustment.Kind", "Adjustment.Name", "Adjustment.On",
	"Block.Code", "Block.Kind", "Block.Reason",
	"Buyer.Loyalty",
	"CancelRequest.Kind", "CancelRequest.Reason", "CancelRequest.System",
	"Cancelled.Code", "Cancelled.Reason",
	"Contacted.Channel", "Contacted.Code",
	"Deadline.Kind", "Delivered.Reasons", "DetailChange.Field", "DetailsChanged.Method",
	"Delivery.City", "Delivery.Point", "Delivery.Region", "LineData.GTIN", "Delivery.PostalCode", "Delivery.Service", "Delivery.Term",
	"Document.Basis", "Document.Date", "Document.From", "Document.Kind", "Document.Number", "Document.State", "Document.To", "Document.Waybill",
	"DocumentLine.Name", "DocumentLine.SKU", "DocumentVoided.State",
	"DoorResultKept.Reason",
	"Expense.Basis", "Expense.ID", "Expense.Kind", "Expense.Number", "ExpenseDropped.ID",
	"FactChange.Fact", "FactChange.Now", "FactChange.Was",
	"File.Type",
	"Hold.Code", "Hold.Fact", "Hold.Kind", "Hold.Message", "Hold.System", "Hold.Text",
	"CaptureOrdered.Payment", "HeldMoney.Ordered", "HeldMoney.State", "HoldSettled.Ordered", "HoldSettled.Payment", "HoldSettled.State", "ReleaseOrdered.Payment",
	"IntentDeclined.Intent", "IntentDeclined.System",
	"Labelled.Key", "Labelled.Text",
	"LineChanged.GTIN", "LineChanged.Line", "LineChanged.Name", "LineChanged.SKU", "LineData.ID", "LineData.Kind", "LineData.Name", "LineData.SKU", "LineExtended.Line", "LinePrices.Line",
	"Link.Kind", "Link.Order",
	"Mark.Code", "Mark.Rejected", "MarkRejected.Line", "MarkRejected.Why", "Marked.Code", "Marked.Line",
	"MarkedUnit.Code", "MarkedUnit.Line", "Mark.Out", "MarksReported.Number", "MarksReported.Report", "Message.Key", "Message.Kind", "Message.State", "Message.Template", "Move.Line", "Package.Ref", "ParcelDropped.Waybill", "ParcelRequested.Key", "Part.Line",
	"Payment.Form", "Payment.ID", "Payment.Method", "Payment.Till", "PaymentShare.Payment", "PaymentStatus.Payment",
	"Placed.Currency", "Placed.ID", "Placed.Method", "Placed.Number", "Placed.Scheme", "Portion.Door", "Portion.Warehouse",
	"ReceiptAttached.Payment", "ReturnReceived.To",
	"Ref.Account", "Ref.ID", "Ref.Kind", "Ref.System",
	"DocumentRequested.DocumentKind", "DocumentRequested.State", "Mark.Read", "MarkRejected.Read", "Notified.Message",
	"Transfer.From", "Transfer.How", "Transfer.To",
	"Shipment.CarrierCode", "Shipment.Waybill", "Shown.Lines",
	"Units.Line", "Withholding.For", "Withholding.Order", "reportedLine.Line",
}

// fill sets everything in v that may hold words.
func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString("filled")
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem())
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(reflect.ValueOf("filled").Convert(v.Type().Key()), reflect.ValueOf("filled").Convert(v.Type().Elem()))
	case reflect.Interface:
		if v.Type() == reflect.TypeFor[any]() {
			v.Set(reflect.ValueOf("filled"))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Field(i); f.CanSet() {
				fill(f)
			}
		}
	}
}

// filled lists the fields of v that hold words.
func filled(v reflect.Value, at string, seen map[string]bool) {
	switch v.Kind() {
	case reflect.String:
		if v.String() == "filled" {
			seen[at] = true
		}
	case reflect.Slice:
		for i := range v.Len() {
			filled(v.Index(i), at, seen)
		}
	case reflect.Map:
		if v.Len() > 0 {
			seen[at] = true
		}
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			filled(v.Elem(), at, seen)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Field(i); v.Type().Field(i).IsExported() {
				name := v.Type().Name() + "." + v.Type().Field(i).Name
				if v.Type() == reflect.TypeFor[Text]() {
					name = at
				}
				filled(f, name, seen)
			}
		}
	}
}

func TestEveryTextOfAnEventIsPersonalOrNot(t *testing.T) {
	left := map[string]bool{}
	for _, kind := range StoredKinds() {
		b, err := eventKinds[kind].decode(newStrict(), nil)
		if err != nil {
			t.Fatal(err)
		}
		v := reflect.New(reflect.TypeOf(b)).Elem()
		fill(v)
		before := map[string]bool{}
		filled(v, kind, before)
		e, _ := Event{Body: v.Interface().(Body)}.withoutPerson()
		filled(reflect.ValueOf(e.Body), kind, left)
		after := map[string]bool{}
		if filled(v, kind, after); !reflect.DeepEqual(before, after) {
			t.Errorf("%s: the event that was erased is changed itself", kind)
		}
	}
	for field := range left {
		if !slices.Contains(impersonal, field) {
			t.Errorf("%s stays when a person is erased: may it hold a name or the words of people? "+
				"Then add it to the table of personal.go, else to the list of this test", field)
		}
	}
	for _, field := range impersonal {
		if !left[field] {
			t.Errorf("%s is in the list, and no event has it or it is erased", field)
		}
	}
}

// withoutWords is a view without what erasing changes, written down once more by hand.
func withoutWords(v View) View {
	v.Version, v.Updated, v.PersonErased = 0, time.Time{}, time.Time{}
	v.Buyer = Buyer{Loyalty: v.Buyer.Loyalty, Bonus: v.Buyer.Bonus}
	v.Delivery.Recipient, v.Delivery.Phone, v.Delivery.Address = "", "", ""
	nobody := func(a *Actor) {
		if a.Role == RoleBuyer {
			a.ID = ""
		}
	}
	for i := range v.Comments {
		v.Comments[i].Text = ""
		nobody(&v.Comments[i].By)
	}
	for i := range v.Contacts {
		v.Contacts[i].Text = ""
		nobody(&v.Contacts[i].By)
	}
	for i := range v.Notes {
		v.Notes[i].Text, v.Notes[i].Message = "", Text{}
	}
	for i := range v.Holds {
		v.Holds[i].Note = ""
	}
	for i := range v.Requests {
		v.Requests[i].Text = ""
	}
	for i := range v.Blocks {
		b := &v.Blocks[i]
		b.Text, b.Told, b.Statement, b.Answer = "", "", "", ""
	}
	for i := range v.Payments {
		v.Payments[i].Held.Reason, v.Payments[i].Held.Answer = "", ""
	}
	for i := range v.Documents {
		v.Documents[i].Voided = ""
	}
	for i := range v.Shipments {
		v.Shipments[i].To, v.Shipments[i].CarrierText = "", ""
	}
	for i := range v.Notices {
		n := &v.Notices[i]
		n.Text, n.Answer, n.Files, n.Reply = "", "", nil, nil
		nobody(&n.By)
		nobody(&n.ToldBy)
		nobody(&n.AnsweredBy)
	}
	for i := range v.Messages {
		m := &v.Messages[i]
		m.To, m.Subject, m.Why = "", "", ""
	}
	if v.Forgotten != nil {
		v.Forgotten.Text = ""
	}
	return v
}

// Whatever happened to an order: once it has ended and the person is erased, the order that is rebuilt differs in
// nothing but the words, allows the same commands, and goes on in the same way; erasing again changes nothing.
func TestErasingChangesNothingButThePerson(t *testing.T) {
	erased := 0
	rapid.Check(t, func(t *rapid.T) {
		o := history(t)
		by := By{Actor: Actor{Role: RoleOperator, ID: "anna"}, At: o.log[len(o.log)-1].At}
		_, _ = o.Do(WriteComment{"the buyer's name"}, by)
		for _, c := range []Command{Cancel{Reason: status.ReasonOther}, Deliver{}, Complete{}} {
			_, _ = o.Do(c, by)
		}
		log := slices.Clone(o.log)
		e, err := Erase(o.log, by)
		if !reflect.DeepEqual(log, o.log) {
			t.Fatalf("the log that was given is changed")
		}
		if err != nil {
			return
		}
		erased++
		again, err := Replay(e.Events)
		if err != nil {
			t.Fatalf("%v", err)
		}
		again.rules = o.rules
		was, is := withoutWords(o.View()), withoutWords(again.View())
		if !reflect.DeepEqual(was, is) {
			t.Fatalf("%+v\nis now\n%+v", was, is)
		}
		if a, b := fmt.Sprint(o.Allowed(by)), fmt.Sprint(again.Allowed(by)); a != b {
			t.Fatalf("allowed were\n%s\nand are\n%s", a, b)
		}
		sound(t, again)
		twice, err := Erase(e.Events, by)
		if err != nil || !reflect.DeepEqual(twice.Events, e.Events) {
			t.Fatalf("erasing twice: %v", err)
		}
	})
	if erased < 50 {
		t.Fatalf("only %d orders could be erased", erased)
	}
}

// A buyer who acts is a person, the seller's people are not the buyer.
func TestABuyerWhoActsIsErased(t *testing.T) {
	for a, id := range map[Actor]string{
		{Role: RoleBuyer, ID: "7"}: "", {Role: RoleChannel, As: RoleBuyer, ID: "7", System: "shop-1"}: "", {Role: RoleOperator, ID: "anna"}: "anna",
	} {
		if got := a.withoutPerson().ID; got != id {
			t.Errorf("%+v: %q", a, got)
		}
	}
	to := Notified{Text: "x", To: Addressee{Role: RoleBuyer, Person: "7"}, Files: []File{{Name: "a", URL: "b://c"}}}
	e, had := Event{Body: to}.withoutPerson()
	if want := (Notified{To: Addressee{Role: RoleBuyer}, Files: []File{{}}, About: to.About, N: to.N}); !had || !reflect.DeepEqual(e.Body, want) {
		t.Errorf("%+v", e.Body)
	}
}

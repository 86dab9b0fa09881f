package order

import (
	"reflect"
	"slices"
)

// personal lists the fields of stored types that name or describe a person: those that Erase clears. Every other text
// of an event stays; a test lists them, so that a new field is put into one of the two lists. The words of people may
// say anything about anybody, so they are all here. Labels are a host's own and stay: keep no personal data in them.
var personal = map[reflect.Type][]int{
	reflect.TypeFor[Buyer](): fieldIndexes[Buyer]("Name", "Phone", "Email", "Login", "Ref"),
	reflect.TypeFor[Delivery](): fieldIndexes[Delivery](
		"Recipient", "Phone", "Address", "Street", "House", "Flat", "Entrance", "Floor", "Intercom", "Comment",
	),
	reflect.TypeFor[Shipment](): fieldIndexes[Shipment]("To", "CarrierText"),
	// the form that was filled in for a carrier
	reflect.TypeFor[ParcelRequested](): fieldIndexes[ParcelRequested]("Values"),

	reflect.TypeFor[Placed]():                fieldIndexes[Placed]("Comment"),
	reflect.TypeFor[DetailChange]():          fieldIndexes[DetailChange]("Was", "Now"),
	reflect.TypeFor[Commented]():             fieldIndexes[Commented]("Text"),
	reflect.TypeFor[Contacted]():             fieldIndexes[Contacted]("Text"),
	reflect.TypeFor[Cancelled]():             fieldIndexes[Cancelled]("Text", "Told"),
	reflect.TypeFor[CancelRequest]():         fieldIndexes[CancelRequest]("Text"),
	reflect.TypeFor[CancelRequestAnswered](): fieldIndexes[CancelRequestAnswered]("Text"),
	reflect.TypeFor[DoorResultKept]():        fieldIndexes[DoorResultKept]("Text"),
	reflect.TypeFor[Block]():                 fieldIndexes[Block]("Text", "Told", "Statement", "Answer"),
	reflect.TypeFor[StatementAttached]():     fieldIndexes[StatementAttached]("Statement"),
	reflect.TypeFor[Withholding]():           fieldIndexes[Withholding]("Text"),
	reflect.TypeFor[RefundSettled]():         fieldIndexes[RefundSettled]("Answer"),
	reflect.TypeFor[HeldMoney]():             fieldIndexes[HeldMoney]("Reason", "Answer"),
	reflect.TypeFor[ReleaseOrdered]():        fieldIndexes[ReleaseOrdered]("Reason"),
	reflect.TypeFor[HoldSettled]():           fieldIndexes[HoldSettled]("Answer"),
	reflect.TypeFor[Hold]():                  fieldIndexes[Hold]("Note"),
	reflect.TypeFor[HoldCleared]():           fieldIndexes[HoldCleared]("Note"),
	reflect.TypeFor[IntentDeclined]():        fieldIndexes[IntentDeclined]("Why", "Message"),
	reflect.TypeFor[Transfer]():              fieldIndexes[Transfer]("Why"),
	reflect.TypeFor[TransferDropped]():       fieldIndexes[TransferDropped]("Why"),
	reflect.TypeFor[Expense]():               fieldIndexes[Expense]("Text"),
	reflect.TypeFor[Notified]():              fieldIndexes[Notified]("Text"),
	reflect.TypeFor[NoticeAnswered]():        fieldIndexes[NoticeAnswered]("Text"),
	reflect.TypeFor[File]():                  fieldIndexes[File]("Name", "Ref", "URL"),
	reflect.TypeFor[Document]():              fieldIndexes[Document]("URL", "Voided"),
	reflect.TypeFor[DocumentVoided]():        fieldIndexes[DocumentVoided]("Why"),
	reflect.TypeFor[Message]():               fieldIndexes[Message]("To", "Subject", "Why"),
	reflect.TypeFor[Forgotten]():             fieldIndexes[Forgotten]("Why"),
}

// withoutPerson returns an event without its personal data and without the digest of what its key stood for, and
// whether it had any of them.
func (e Event) withoutPerson() (Event, bool) {
	changed := e.Digest != ""
	e.Digest = ""
	if by := e.By.withoutPerson(); by != e.By {
		e.By, changed = by, true
	}
	v := reflect.New(reflect.TypeOf(e.Body)).Elem()
	v.Set(reflect.ValueOf(e.Body))
	if clearPersonal(v) {
		if b, ok := v.Interface().(Body); ok {
			e.Body, changed = b, true
		}
	}
	return e, changed
}

// withoutPerson returns an actor who is not named if it is the buyer.
func (a Actor) withoutPerson() Actor {
	if a.Role == RoleBuyer || a.As == RoleBuyer {
		a.ID = ""
	}
	return a
}

// clearPersonal clears the personal fields of a value, and of copies of what it points to: events never change. It
// reports whether there were any.
func clearPersonal(v reflect.Value) (cleared bool) {
	switch v.Kind() {
	case reflect.Struct:
		if to, is := v.Addr().Interface().(*Addressee); is && to.Role == RoleBuyer && to.Person != "" {
			to.Person, cleared = "", true
		}
		fields := personal[v.Type()]
		for i := range v.NumField() {
			switch f := v.Field(i); {
			case slices.Contains(fields, i):
				cleared = cleared || !f.IsZero()
				f.SetZero()
			case f.CanSet():
				cleared = clearPersonal(f) || cleared
			}
		}
	case reflect.Slice:
		if v.IsNil() || !mayHoldStructs(v.Type().Elem()) {
			return false
		}
		c := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		reflect.Copy(c, v)
		for i := range c.Len() {
			cleared = clearPersonal(c.Index(i)) || cleared
		}
		if cleared {
			v.Set(c)
		}
	case reflect.Pointer:
		if v.IsNil() {
			return false
		}
		c := reflect.New(v.Type().Elem())
		c.Elem().Set(v.Elem())
		if cleared = clearPersonal(c.Elem()); cleared {
			v.Set(c)
		}
	}
	return cleared
}

func mayHoldStructs(t reflect.Type) bool {
	return t.Kind() == reflect.Struct || t.Kind() == reflect.Slice || t.Kind() == reflect.Pointer
}

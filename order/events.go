package order

// bodies is the list of all kinds of events; nothing changes it. A kind that gets a new form raises its version and adds
// the upcast from the one before.
var bodies = readers(
	read[Placed], read[Imported], read[Taken], read[Contacted], read[ConfirmationGiven], read[Confirmed], read[Cancelled],
	read[LineAdded], read[LineExtended], read[linesReported], read[Repriced], read[PaymentChanged], read[SurplusOwed], read[DateMoved], read[DeadlinesSet], read[Assembled],
	read[Released], read[Marked], read[MarkRejected], read[Packed], read[ShipmentCreated], read[ParcelRequested], read[ParcelSettled], read[ParcelDropped], read[HandedOver], read[Arrived],
	read[Tracked], read[DoorResultKept], read[DoorResultDropped], read[Delivered], read[Completed], read[Progressed],
	read[Returned], read[ReturnReceived], read[ReturnChanged], read[RefundOrdered], read[RefundSettled],
	read[ReceiptAttached], read[DocumentAttached], read[Held], read[HoldCleared], read[CancelRequested], read[CancelRequestAnswered],
	read[IntentDeclined], read[Commented], read[Labelled],
)

// reader reads the stored form of one kind of event.
type reader struct {
	version int
	decode  func(*strict, []byte) (Body, error)
	// upcast[v-1] turns data of version v into version v+1.
	upcast []func([]byte) ([]byte, error)
}

func read[B Body]() (string, reader) {
	var zero B
	return zero.Kind(), reader{version: 1, decode: func(r *strict, data []byte) (Body, error) {
		var b B
		if len(data) == 0 {
			return b, nil
		}
		err := r.decode(data, &b)
		return b, err
	}}
}

func readers(list ...func() (string, reader)) map[string]reader {
	m := make(map[string]reader, len(list))
	for _, r := range list {
		kind, how := r()
		m[kind] = how
	}
	return m
}

// Moves returns where an event brought units; none for an event that moves nothing.
func (e Event) Moves() []Move {
	switch b := e.Body.(type) {
	case Placed:
		return b.moves()
	case Imported:
		return b.moves()
	case LineAdded:
		return Placed{Lines: []LineData{b.Line}}.moves()
	case Confirmed:
		return b.Moves
	case Cancelled:
		return b.Moves
	case Assembled:
		return b.Moves
	case Released:
		return b.Moves
	case Marked:
		return b.Moves
	case MarkRejected:
		return b.Moves
	case Packed:
		return b.Moves
	case ShipmentCreated:
		return b.Moves
	case HandedOver:
		return b.Moves
	case Arrived:
		return b.Moves
	case Tracked:
		return b.Moves
	case DoorResultKept:
		return b.Moves
	case DoorResultDropped:
		return b.Moves
	case Delivered:
		return b.Moves
	case Progressed:
		return b.Moves
	case Returned:
		return b.Moves
	case ReturnReceived:
		return b.Moves
	case ReturnChanged:
		return b.Moves
	}
	return nil
}

func (b Placed) moves() []Move {
	var ms []Move
	for _, l := range b.Lines {
		for _, p := range l.Portions {
			ms = append(ms, Move{l.ID, p})
		}
	}
	return ms
}

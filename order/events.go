package order

// eventKinds lists all kinds of events; it never changes. A kind that gets a new form raises its version and adds an
// upcast from the version before.
var eventKinds = kindReaders(
	readKind[Placed], readKind[Imported], readKind[Taken], readKind[Contacted], readKind[ConfirmationGiven], readKind[Confirmed], readKind[Cancelled],
	readKind[LineAdded], readKind[LineExtended], readKind[linesReported], readKind[Repriced], readKind[PaymentChanged], readKind[SurplusOwed], readKind[DateMoved], readKind[DeadlinesSet], readKind[Assembled],
	readKind[Released], readKind[Marked], readKind[MarkRejected], readKind[Packed], readKind[ShipmentCreated], readKind[ParcelRequested], readKind[ParcelSettled], readKind[ParcelDropped], readKind[HandedOver], readKind[Arrived],
	readKind[Tracked], readKind[DoorResultKept], readKind[DoorResultDropped], readKind[Delivered], readKind[Completed], readKind[Progressed],
	readKind[Returned], readKind[ReturnReceived], readKind[ReturnChanged], readKind[RefundOrdered], readKind[RefundSettled],
	readKind[ReceiptAttached], readKind[DocumentAttached], readKind[Held], readKind[HoldCleared], readKind[CancelRequested], readKind[CancelRequestAnswered],
	readKind[IntentDeclined], readKind[Commented], readKind[Labelled],
)

// kindReader reads the stored form of one kind of event.
type kindReader struct {
	version int
	decode  func(*strict, []byte) (Body, error)
	// upcast[v-1] turns data of version v into version v+1.
	upcast []func([]byte) ([]byte, error)
}

func readKind[B Body]() (string, kindReader) {
	var zero B
	return zero.Kind(), kindReader{version: 1, decode: func(r *strict, data []byte) (Body, error) {
		var b B
		if len(data) == 0 {
			return b, nil
		}
		err := r.decode(data, &b)
		return b, err
	}}
}

func kindReaders(list ...func() (string, kindReader)) map[string]kindReader {
	m := make(map[string]kindReader, len(list))
	for _, r := range list {
		kind, how := r()
		m[kind] = how
	}
	return m
}

// Moves returns the moves of an event; none for an event that moves no units.
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

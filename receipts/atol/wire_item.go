package atol

import "github.com/ordo-sdk/ordo/wire"

// wireItem is a line as it is sent.
type wireItem struct {
	Name            string            `json:"name"`
	Price           wire.Decimal      `json:"price"`
	Quantity        wire.Decimal      `json:"quantity"`
	MeasurementUnit string            `json:"measurement_unit,omitempty"` // v4
	Measure         *Measure          `json:"measure,omitempty"`          // v5
	Sum             wire.Decimal      `json:"sum"`
	Method          PaymentMethod     `json:"payment_method"`
	Object          any               `json:"payment_object"` // v4: a word, v5: a number
	VAT             wireVAT           `json:"vat"`
	UserData        string            `json:"user_data,omitempty"`
	Excise          wire.Decimal      `json:"excise,omitempty"`
	CountryCode     string            `json:"country_code,omitempty"`
	Declaration     string            `json:"declaration_number,omitempty"`
	Nomenclature    string            `json:"nomenclature_code,omitempty"`    // v4
	Mark            map[string]string `json:"mark_code,omitempty"`            // v5, as are the following
	MarkProcessing  string            `json:"mark_processing_mode,omitempty"` // always "0"
	PlannedStatus   PlannedStatus     `json:"planned_status,omitempty"`
	MarkQuantity    *Fraction         `json:"mark_quantity,omitempty"`
	SectoralProps   []wireSectoral    `json:"sectoral_item_props,omitempty"`
	Wholesale       bool              `json:"wholesale,omitempty"`
	Agent           *wireAgent        `json:"agent_info,omitempty"`
	Supplier        *Supplier         `json:"supplier_info,omitempty"`
}

type wireSectoral struct {
	FederalID string `json:"federal_id"`
	Date      string `json:"date"`
	Number    string `json:"number"`
	Value     string `json:"value"`
}

func wireProps(props []SectoralProp) []wireSectoral {
	var out []wireSectoral
	for _, p := range props {
		out = append(out, wireSectoral{p.FederalID, p.Date.Format(dateOnly), p.Number, p.Value})
	}
	return out
}

// wire returns the line as it is sent.
func (it *Item) wire(op Operation, v Version) wireItem {
	sum, _ := it.sum() // Validate has seen that it does not overflow
	out := wireItem{
		Name: it.Name, Price: decimal(it.Price), Quantity: wire.Decimal(it.Quantity.String()), Sum: decimal(sum),
		Method: it.Method, VAT: wireVAT{vatTypes[it.VAT], decimal(it.VATSum)}, UserData: it.UserData,
		Excise: decimal(it.Excise), CountryCode: it.CountryCode, Declaration: it.Declaration,
		Agent: it.Agent.wire(), Supplier: it.Supplier,
	}
	if v == V4 {
		out.Object = objectWords[it.Object]
		out.MeasurementUnit = it.unit()
		out.Nomenclature, _ = it.nomenclature()
		return out
	}
	measure := it.Measure
	out.Measure, out.Object = &measure, int(it.Object)
	out.SectoralProps, out.Wholesale, out.MarkQuantity = wireProps(it.SectoralProps), it.Wholesale, it.MarkQuantity
	if it.Mark != nil {
		out.Mark = map[string]string{string(it.Mark.Kind): it.Mark.wire()}
		out.MarkProcessing, out.PlannedStatus = "0", it.plannedStatus(op)
	}
	return out
}

// unit is tag 1197.
func (it *Item) unit() string {
	if it.Unit != "" {
		return it.Unit
	}
	return unitNames[it.Measure]
}

// nomenclature returns tag 1162; "" for a line without a code.
func (it *Item) nomenclature() (string, error) {
	if it.Nomenclature != "" || it.Mark == nil {
		return it.Nomenclature, nil
	}
	return it.Mark.nomenclature()
}

func (it *Item) plannedStatus(op Operation) PlannedStatus {
	if it.PlannedStatus != 0 {
		return it.PlannedStatus
	}
	return defaultStatus(op, it.MarkQuantity != nil)
}

type wireAgent struct {
	Type     AgentType      `json:"type"`
	Paying   *wirePaying    `json:"paying_agent,omitempty"`
	Receiver *wirePhones    `json:"receive_payments_operator,omitempty"`
	Transfer *wireTransfers `json:"money_transfer_operator,omitempty"`
}

type wirePaying struct {
	Operation string   `json:"operation,omitempty"`
	Phones    []string `json:"phones,omitempty"`
}

type wirePhones struct {
	Phones []string `json:"phones"`
}

type wireTransfers struct {
	Phones  []string `json:"phones,omitempty"`
	Name    string   `json:"name,omitempty"`
	Address string   `json:"address,omitempty"`
	INN     string   `json:"inn,omitempty"`
}

func (a *Agent) wire() *wireAgent {
	if a == nil {
		return nil
	}
	out := &wireAgent{Type: a.Type}
	if a.Operation != "" || len(a.PayingPhones) > 0 {
		out.Paying = &wirePaying{a.Operation, a.PayingPhones}
	}
	if len(a.ReceiverPhones) > 0 {
		out.Receiver = &wirePhones{a.ReceiverPhones}
	}
	if len(a.TransferPhones) > 0 || a.TransferName != "" || a.TransferAddress != "" || a.TransferINN != "" {
		out.Transfer = &wireTransfers{a.TransferPhones, a.TransferName, a.TransferAddress, a.TransferINN}
	}
	return out
}

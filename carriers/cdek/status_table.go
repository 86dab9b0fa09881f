package cdek

// The ways by which a status comes.
const (
	byGet  = 1 << iota // with orders that are asked for
	byHook             // by webhook
)

// spelling is what only CDEK's pages have about a status; status.CDEK has its meaning.
type spelling struct {
	code   string
	number int    // the old numeric code
	same   string // the preferred spelling
	comes  int
}

// spellings are all codes as CDEK's pages print them.
var spellings = []spelling{
	{"ACCEPTED", 0, "", byGet},
	{"CREATED", 1, "", byGet | byHook},
	{"INVALID", 0, "", byGet},
	{"REMOVED", 2, "", byHook},
	{"RECEIVED_AT_SHIPMENT_WAREHOUSE", 3, "", byGet | byHook},
	{"READY_TO_SHIP_AT_SENDING_OFFICE", 6, "", byGet | byHook},
	{"READY_FOR_SHIPMENT_IN_TRANSIT_CITY", 6, "READY_TO_SHIP_AT_SENDING_OFFICE", byGet | byHook},
	{"READY_FOR_SHIPMENT_IN_SENDER_CITY", 6, "READY_TO_SHIP_AT_SENDING_OFFICE", byGet | byHook},
	{"RETURNED_TO_SENDER_CITY_WAREHOUSE", 16, "", byGet | byHook},
	{"PASSED_TO_CARRIER_AT_SENDING_OFFICE", 7, "", byHook},
	{"TAKEN_BY_TRANSPORTER_FROM_SENDER_CITY", 7, "PASSED_TO_CARRIER_AT_SENDING_OFFICE", byGet | byHook},
	{"SEND_TO_TRANSIT_OFFICE", 21, "", byHook},
	{"SENT_TO_TRANSIT_CITY", 21, "SEND_TO_TRANSIT_OFFICE", byGet | byHook},
	{"MET_AT_TRANSIT_OFFICE", 22, "", byHook},
	{"ACCEPTED_IN_TRANSIT_CITY", 22, "MET_AT_TRANSIT_OFFICE", byGet | byHook},
	{"ACCEPTED_AT_TRANSIT_WAREHOUSE", 13, "", byGet | byHook},
	{"RETURNED_TO_TRANSIT_WAREHOUSE", 17, "", byGet | byHook},
	{"READY_TO_SHIP_IN_TRANSIT_OFFICE", 19, "", byGet | byHook},
	{"PASSED_TO_CARRIER_AT_TRANSIT_OFFICE", 20, "", byHook},
	{"TAKEN_BY_TRANSPORTER_FROM_TRANSIT_CITY", 20, "PASSED_TO_CARRIER_AT_TRANSIT_OFFICE", byGet | byHook},
	{"SENT_TO_SENDER_CITY", 27, "", byGet | byHook},
	{"MET_AT_SENDING_OFFICE", 28, "", byHook},
	{"ACCEPTED_IN_SENDER_CITY", 28, "MET_AT_SENDING_OFFICE", byGet},
	{"SENT_TO_RECIPIENT_CITY", 8, "", byGet | byHook},
	{"MET_AT_RECIPIENT_OFFICE", 9, "", byHook},
	{"ACCEPTED_IN_RECIPIENT_CITY", 9, "MET_AT_RECIPIENT_OFFICE", byGet | byHook},
	{"ACCEPTED_AT_RECIPIENT_CITY_WAREHOUSE", 10, "", byGet | byHook},
	{"ACCEPTED_AT_PICK_UP_POINT", 12, "", byGet | byHook},
	{"TAKEN_BY_COURIER", 11, "", byGet | byHook},
	{"RETURNED_TO_RECIPIENT_CITY_WAREHOUSE", 18, "", byGet | byHook},
	{"DELIVERED", 4, "", byGet | byHook},
	{"NOT_DELIVERED", 5, "", byGet | byHook},
	{"ENTERED_TO_OFFICE_TRANSIT_WAREHOUSE", 1000, "", byHook},
	{"ENTERED_TO_DELIVERY_WAREHOUSE", 1000, "", byHook},
	{"ENTERED_TO_WAREHOUSE_ON_DEMAND", 1000, "", byHook},
	{"IN_CUSTOMS_INTERNATIONAL", 1000, "", byGet | byHook},
	{"SHIPPED_TO_DESTINATION", 1000, "", byGet | byHook},
	{"PASSED_TO_TRANSIT_CARRIER", 1000, "", byGet | byHook},
	{"IN_CUSTOMS_LOCAL", 1000, "", byGet | byHook},
	{"CUSTOMS_COMPLETE", 1000, "", byGet | byHook},
	{"POSTOMAT_POSTED", 1000, "", byGet | byHook},
	{"POSTOMAT_SEIZED", 1000, "", byGet | byHook},
	{"POSTOMAT_RECEIVED", 1000, "", byGet | byHook},

	// Met in older documents and clients only.
	{"RECEIVED_AT_SENDER_WAREHOUSE", 3, "RECEIVED_AT_SHIPMENT_WAREHOUSE", 0},
	{"RETURNED_TO_SENDER_WAREHOUSE", 16, "RETURNED_TO_SENDER_CITY_WAREHOUSE", 0},
	{"ACCEPTED_TO_OFFICE_TRANSIT_WAREHOUSE", 13, "ACCEPTED_AT_TRANSIT_WAREHOUSE", 0},
	{"SEND_TO_SENDING_OFFICE", 27, "SENT_TO_SENDER_CITY", 0},
	{"SEND_TO_RECIPIENT_OFFICE", 8, "SENT_TO_RECIPIENT_CITY", 0},
	{"ARRIVED_AT_RECIPIENT_CITY", 9, "MET_AT_RECIPIENT_OFFICE", 0},
	{"ACCEPTED_AT_DELIVERY_WAREHOUSE", 10, "ACCEPTED_AT_RECIPIENT_CITY_WAREHOUSE", 0},
	{"ACCEPTED_AT_WAREHOUSE_ON_DEMAND", 12, "ACCEPTED_AT_PICK_UP_POINT", 0},
	{"ISSUED_FOR_DELIVERY", 11, "TAKEN_BY_COURIER", 0},
	{"RETURNED_TO_DELIVERY_WAREHOUSE", 18, "RETURNED_TO_RECIPIENT_CITY_WAREHOUSE", 0},
}

package durable

// Problem is what is wrong with a database.
type Problem string

// The problems of a database. All but damage, encoding and pooler pass when the cause is removed: nothing was
// half-written, and work goes on by itself.
const (
	ProblemGone     Problem = "cannot be reached"
	ProblemDenied   Problem = "denies access"
	ProblemFull     Problem = "is full"
	ProblemReadOnly Problem = "is read-only"
	ProblemLocked   Problem = "is locked by another program"
	ProblemDamaged  Problem = "is damaged, or is no database of this kind"
	ProblemEncoding Problem = "cannot keep every text"
	ProblemPooler   Problem = "is behind a transaction pooler"
)

// DatabaseError says what is wrong with the database as a whole.
type DatabaseError struct {
	Problem Problem
	Err     error // of the driver
}

// advice says what to do.
func (e *DatabaseError) advice() string {
	switch e.Problem {
	case ProblemGone:
		return "start it, or correct its address"
	case ProblemDenied:
		return "correct the user and the password, and give that user the right to make tables and to write to them"
	case ProblemFull:
		return "make room on its disk"
	case ProblemReadOnly:
		return "make it writable, or name the primary and not a replica"
	case ProblemLocked:
		return "end the program that holds it, such as a backup or a shell"
	case ProblemDamaged:
		return "restore the last backup"
	case ProblemEncoding:
		return "make one with ENCODING 'UTF8'"
	case ProblemPooler:
		return "connect to PostgreSQL itself, or open it with WithPooler"
	}
	return ""
}

// Error implements error.
func (e *DatabaseError) Error() string {
	return "durable: the database " + string(e.Problem) + ": " + e.advice() + ": " + e.Err.Error()
}

// Unwrap returns the error of the driver.
func (e *DatabaseError) Unwrap() error { return e.Err }

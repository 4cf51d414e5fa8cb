"""The functions of this directory's template: each does the one thing that a repair of the embedded AWS is about."""

import json
import os
import sys

import botocore.session

session = botocore.session.Session()


def client(service):
    return session.create_client(service)


def note(key, **values):
    item = {"pk": {"S": key}, **{name: {"S": value} for name, value in values.items()}}
    client("dynamodb").put_item(TableName=os.environ["TABLE"], Item=item)


def hello(event, context):
    return {"statusCode": 200, "body": json.dumps(event["requestContext"].get("authorizer"))}


def quiet(event, context):
    return {}


def environment(event, context):
    return dict(os.environ)


def libraries(event, context):
    return {"are_there": "aws_lambda_powertools" in sys.modules, "path": sys.path}


def send_without_right(event, context):
    client("sqs").send_message(QueueUrl=os.environ["QUEUE_URL"], MessageBody="{}")


def send_many(event, context):
    entries = [{"Id": str(number), "MessageBody": "{}"} for number in range(2)]
    answer = client("sqs").send_message_batch(QueueUrl=os.environ["MANY_URL"], Entries=entries)
    return {"sent": len(answer["Successful"])}


def send_mail(event, context):
    content = {"Simple": {"Subject": {"Data": "Told"}, "Body": {"Text": {"Data": "Told"}}}}
    if event.get("whole"):
        content = {"Raw": {"Data": b"Subject: Told\r\n\r\nTold"}}
    to = {"ToAddresses": ["office@example.com"]}
    client("sesv2").send_email(FromEmailAddress=event["sender"], Destination=to, Content=content)


def report_login(event, context):
    if event["userName"] == "refused":
        raise PermissionError("not today")
    note(f"LOGIN#{event['userName']}", client=event["callerContext"]["clientId"])
    return event


def publish(event, context):
    """Records whose key ends in `poison` fail, one that ends in `crash` fails the whole batch."""
    failures = []
    for record in event["Records"]:
        key = record["dynamodb"]["Keys"]["pk"]["S"]
        if key.endswith("crash"):
            raise ValueError("the whole batch")
        if key.endswith("poison"):
            failures.append({"itemIdentifier": record["dynamodb"]["SequenceNumber"]})
            break
        detail = json.dumps({"key": key})
        entry = {"EventBusName": os.environ["BUS"], "Source": "spike", "DetailType": "written", "Detail": detail}
        client("events").put_events(Entries=[entry])
    return {"batchItemFailures": failures}


def receive(event, context):
    """Notes what arrived; a key that ends in `unwanted` fails until it is a dead letter."""
    failures = []
    for record in event["Records"]:
        key = json.loads(record["body"])["detail"]["key"]
        if key.endswith("unwanted"):
            failures.append({"itemIdentifier": record["messageId"]})
        else:
            note(f"RECEIVED#{key}")
    return {"batchItemFailures": failures}


def job(event, context):
    note("JOB", now=event["now"])

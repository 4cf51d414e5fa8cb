"""The OpenAPI body of an HTTP API becomes routes, integrations and authorizers, which alone are understood here."""

from typing import Any

from ministack.services.cloudformation import changesets, engine, handlers

PRIVATE_NAMES = (
    "ministack.services.cloudformation.engine:_apply_transforms",
    "ministack.services.cloudformation.changesets:_apply_transforms",
    "ministack.services.cloudformation.handlers:_apply_transforms",
)
API, STAGE = "AWS::ApiGatewayV2::Api", "AWS::ApiGatewayV2::Stage"
OPEN = "NONE"

Resources = dict[str, dict[str, Any]]


class NotUnderstood(Exception):
    """An authorizer of a kind this expansion does not know: better no API than an open one."""


def apply() -> None:
    transform = engine._apply_transforms

    def transform_and_expand(*arguments: Any, **named: Any) -> Any:
        template = transform(*arguments, **named)
        if isinstance(template.get("Resources"), dict):
            template["Resources"] = expand_bodies(template["Resources"])
        return template

    changesets._apply_transforms = handlers._apply_transforms = transform_and_expand


def expand_bodies(resources: Resources) -> Resources:
    expanded = dict(resources)
    for api, resource in resources.items():
        if resource.get("Type") == API and "Body" in resource["Properties"]:
            parts = parts_of_api(api, resource["Properties"]["Body"])
            expanded.update(parts)
            expanded[api] = bare_api(resource)
            make_stages_wait(expanded, api=api, routes=sorted(name for name in parts if "Route" in name))
    return expanded


def bare_api(resource: dict[str, Any]) -> dict[str, Any]:
    properties = {name: value for name, value in resource["Properties"].items() if name != "Body"}
    body = resource["Properties"]["Body"]
    properties.setdefault("Name", body["info"]["title"])
    properties["ProtocolType"] = "HTTP"
    if "x-amazon-apigateway-cors" in body:
        properties["CorsConfiguration"] = body["x-amazon-apigateway-cors"]
    return {**resource, "Properties": properties}


def parts_of_api(api: str, body: dict[str, Any]) -> Resources:
    parts: Resources = {}
    for name, scheme in body.get("components", {}).get("securitySchemes", {}).items():
        parts[f"{api}Authorizer{name}"] = authorizer(api, name=name, scheme=scheme)
    for path, methods in body.get("paths", {}).items():
        for method, operation in methods.items():
            parts.update(route_and_integration(api, f"{verb(method)} {path}", operation=operation))
    return parts


def verb(method: str) -> str:
    return "ANY" if method == "x-amazon-apigateway-any-method" else method.upper()


def authorizer(api: str, *, name: str, scheme: dict[str, Any]) -> dict[str, Any]:
    settings = scheme.get("x-amazon-apigateway-authorizer", {})
    if settings.get("type") != "jwt":
        raise NotUnderstood(f"authorizer {name} of {api} is not a JWT authorizer")
    jwt = settings["jwtConfiguration"]
    properties = {
        "ApiId": {"Ref": api},
        "Name": name,
        "AuthorizerType": "JWT",
        "IdentitySource": [settings["identitySource"]],
        "JwtConfiguration": {"Issuer": jwt["issuer"], "Audience": jwt["audience"]},
    }
    return {"Type": "AWS::ApiGatewayV2::Authorizer", "Properties": properties}


def route_and_integration(api: str, route_key: str, *, operation: dict[str, Any]) -> Resources:
    # Logical ids are alphanumeric; the route itself tells any two apart.
    suffix = "".join(f"{ord(sign):02x}" if not sign.isalnum() else sign for sign in route_key)
    integration_id = f"{api}Integration{suffix}"
    settings = operation["x-amazon-apigateway-integration"]
    integration = {
        "ApiId": {"Ref": api},
        "IntegrationType": "AWS_PROXY",
        "IntegrationUri": settings["uri"],
        "PayloadFormatVersion": settings["payloadFormatVersion"],
    }
    route = {
        "ApiId": {"Ref": api},
        "RouteKey": route_key,
        "Target": {"Fn::Join": ["/", ["integrations", {"Ref": integration_id}]]},
        **authorization(api, operation.get("security", [])),
    }
    return {
        integration_id: {"Type": "AWS::ApiGatewayV2::Integration", "Properties": integration},
        f"{api}Route{suffix}": {"Type": "AWS::ApiGatewayV2::Route", "Properties": route},
    }


def authorization(api: str, security: list[dict[str, list[str]]]) -> dict[str, Any]:
    for requirement in security:
        for name, scopes in requirement.items():
            if name != OPEN:
                reference = {"Ref": f"{api}Authorizer{name}"}
                return {"AuthorizationType": "JWT", "AuthorizerId": reference, "AuthorizationScopes": scopes}
    return {"AuthorizationType": "NONE"}


def make_stages_wait(resources: Resources, *, api: str, routes: list[str]) -> None:
    """An unfinished API must not be reachable: its stages come after its routes."""
    for name, resource in resources.items():
        if resource.get("Type") == STAGE and resource["Properties"].get("ApiId") == {"Ref": api}:
            before = resource.get("DependsOn", [])
            before = [before] if isinstance(before, str) else before
            resources[name] = {**resource, "DependsOn": [*before, *routes]}
